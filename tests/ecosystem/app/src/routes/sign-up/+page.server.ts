import { fail, message, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { schema } from '$lib/schema';
export const load = async ({ locals }) => ({ form: await superValidate(locals.user, zod4(schema)) });
export const actions = {
  default: async ({ request }) => {
    const form = await superValidate(request, zod4(schema));
    return form.valid ? message(form, `Hello ${form.data.name}`) : fail(400, { form });
  },
};
