import type { Handle } from '@sveltejs/kit';
import { findUser } from '$lib/server/database';

export const handle: Handle = async ({ event, resolve }) => {
	const session = event.cookies.get('session');
	event.locals.user = session ? findUser(session) : null;
	return resolve(event);
};
