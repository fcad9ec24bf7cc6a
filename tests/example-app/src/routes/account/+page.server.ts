import { fail } from '@sveltejs/kit';
import { placeOrder } from '$lib/server/database';
import type { Order } from '$lib/types';
import type { Actions, PageServerLoad } from './$types';

let lastOrder: Order | null = null;

export const load: PageServerLoad = () => {
	return { lastOrder };
};

export const actions: Actions = {
	order: async ({ locals, request }) => {
		if (!locals.user) return fail(401);
		const form = await request.formData();
		lastOrder = placeOrder(String(form.get('product')), locals.user);
	}
};
