import { getContext } from 'svelte';

export interface Toasts {
	show(message: string): void;
}

export function useToasts(): Toasts {
	return getContext<Toasts>('toasts');
}

export function notify(message: string) {
	useToasts().show(message);
}
