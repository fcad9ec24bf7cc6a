import { listProducts } from '$lib/server/database';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => {
	return { products: listProducts() };
};
