import { getContext, setContext } from 'svelte';
import type { Product } from './types';

const key = Symbol('cart');

export class Cart {
	items = $state<Product[]>([]);
	total = $derived(this.items.reduce((sum, item) => sum + item.price, 0));

	add(product: Product) {
		this.items.push(product);
	}
}

/** One cart for each visitor: a layout makes it while it is being initialised. */
export function provideCart(): Cart {
	return setContext(key, new Cart());
}

export function useCart(): Cart {
	return getContext<Cart>(key);
}
