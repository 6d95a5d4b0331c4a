import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EntraState } from './state';

/**
 * The administrator's consent, given at once: `GET /{tenant}/adminconsent` and its v2.0 form, which adds the
 * scope to the answer ("Admin consent on the Microsoft identity platform").
 */
export function adminConsent(fastify: FastifyInstance, state: EntraState): void {
	fastify.get('/:tenant/adminconsent', (request, reply) => redirect(state, false, request, reply));
	fastify.get('/:tenant/v2.0/adminconsent', (request, reply) => redirect(state, true, request, reply));
}

function redirect(state: EntraState, withScope: boolean, request: FastifyRequest, reply: FastifyReply) {
	const { tenant: name } = request.params as { tenant: string };
	const query = request.query as Record<string, string | undefined>;
	const app = state.apps.get(query.client_id?.toLowerCase() ?? '');
	const anyTenant = ['common', 'organizations'].includes(name);
	const tenant = state.tenants.find(({ id, domains }) => anyTenant || id === name || domains.includes(name));
	if (!app || !tenant || !query.redirect_uri || (withScope && !query.scope)) {
		// Entra shows a page here: without a known app there is nowhere to send the administrator back to.
		return reply.code(400).type('text/html; charset=utf-8').send('<title>Sign in to your account</title>');
	}
	const back = new URL(query.redirect_uri);
	const add = (name: string, value: string) => back.searchParams.set(name, value);
	if (state.settings.adminConsent !== 'granted') {
		add('error', state.settings.adminConsent === 'refused' ? 'access_denied' : 'server_error');
		add('error_description', 'AADSTS65004: User declined to consent to access the app.');
	}
	if (state.settings.adminConsent !== 'refused') {
		add('admin_consent', 'True');
		add('tenant', tenant.id);
		if (withScope) add('scope', query.scope ?? '');
	}
	if (query.state !== undefined) add('state', query.state);
	if (state.settings.adminConsent === 'granted' && !app.tenants.includes(tenant.id))
		app.tenants.push(tenant.id);
	return reply.redirect(back.href, 302);
}
