import { textIn } from '../fields/outputs';

/** A type of authentication method. */
interface MethodType {
	/** Its name in the Microsoft Entra admin center. */
	name: string;
	/** The collection in which Graph deletes its objects; `undefined` where it can't. */
	collection?: string;
}

/** By Graph's name of the type. Source: "authenticationMethod resource type", and the pages of the types. */
const types: Readonly<Record<string, MethodType>> = {
	emailAuthenticationMethod: { name: 'Email', collection: 'emailMethods' },
	externalAuthenticationMethod: { name: 'External Method', collection: 'externalAuthenticationMethods' },
	fido2AuthenticationMethod: { name: 'Passkey (FIDO2)', collection: 'fido2Methods' },
	microsoftAuthenticatorAuthenticationMethod: {
		name: 'Microsoft Authenticator',
		collection: 'microsoftAuthenticatorMethods',
	},
	passwordAuthenticationMethod: { name: 'Password' },
	phoneAuthenticationMethod: { name: 'Phone', collection: 'phoneMethods' },
	platformCredentialAuthenticationMethod: {
		name: 'Platform Credential',
		collection: 'platformCredentialMethods',
	},
	softwareOathAuthenticationMethod: { name: 'Software OATH Token', collection: 'softwareOathMethods' },
	temporaryAccessPassAuthenticationMethod: {
		name: 'Temporary Access Pass',
		collection: 'temporaryAccessPassMethods',
	},
	windowsHelloForBusinessAuthenticationMethod: {
		name: 'Windows Hello for Business',
		collection: 'windowsHelloForBusinessMethods',
	},
};

/**
 * The type of an authentication method.
 * @param odataType its `@odata.type`; that of a type unknown to this node becomes the name
 */
export function methodTypeOf(odataType: unknown): MethodType {
	const type = textIn(odataType).replace(/^#?microsoft\.graph\./, '');
	return Object.hasOwn(types, type) ? (types[type] ?? { name: type }) : { name: type };
}
