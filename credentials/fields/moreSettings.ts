import type { INodeProperties } from 'n8n-workflow';

/** Shows the settings that few credentials need. No setting's value depends on it. */
export const moreSettingsSwitch: INodeProperties = {
	displayName: 'Show More Settings',
	name: 'moreSettings',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to show the settings that few need: other clouds and hosts, resources other than Graph, agent identities, Read Only, and more. A setting that differs from its default applies, and is shown, in any case.',
};

const switchIsOn = true;

/**
 * The form of a setting that only the switch shows while it is at its default. n8n leaves out what the form hides; so a
 * setting with any other value, such as "Read Only" that is on, is shown whatever the switch says, and applies.
 *
 * n8n has no "or" for conditions of different fields, so the property stands twice: shown by the switch, or by its own
 * value. The latter is named from the root (`/name`), since a property that depends on itself can't be resolved. There is
 * no `show` in these conditions: n8n's public API refuses a credential with a value that the `show` of a field rules out.
 */
export function behindSwitch(field: INodeProperties): INodeProperties[] {
	const hiddenWhen = (hide: NonNullable<INodeProperties['displayOptions']>['hide']): INodeProperties => ({
		...field,
		displayOptions: { ...field.displayOptions, hide: { ...field.displayOptions?.hide, ...hide } },
	});
	return [
		hiddenWhen({ [moreSettingsSwitch.name]: [{ _cnd: { not: switchIsOn } }] }),
		hiddenWhen({
			[moreSettingsSwitch.name]: [switchIsOn],
			[`/${field.name}`]: [field.default as string | boolean],
		}),
	];
}
