import type { Order, Product, User } from '$lib/types';

const users = new Map<string, User>([
	['session-1', { id: '1', name: 'Ada' }],
	['session-2', { id: '2', name: 'Grace' }]
]);

const products: readonly Product[] = [
	{ id: 'lamp', title: 'Desk lamp', price: 3900 },
	{ id: 'chair', title: 'Wooden chair', price: 8900 },
	{ id: 'plant', title: 'Rubber plant', price: 1900 }
];

export function findUser(session: string): User | null {
	return users.get(session) ?? null;
}

export function listProducts(): readonly Product[] {
	return products;
}

export function placeOrder(product: string, buyer: User): Order {
	return { product, buyer: buyer.id, placedAt: new Date().toISOString() };
}
