export interface User {
	id: string;
	name: string;
}

export interface Product {
	id: string;
	title: string;
	/** In cents. */
	price: number;
}

export interface Order {
	product: string;
	buyer: string;
	placedAt: string;
}
