import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { schema } from '$lib/schema';
export const load = async () => ({ form: await superValidate(zod4(schema)) });
