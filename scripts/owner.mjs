/** The owner of an n8n that the scripts start, which listens on this machine only. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'App-only-1234',
	firstName: 'Graph',
	lastName: 'Owner',
};
