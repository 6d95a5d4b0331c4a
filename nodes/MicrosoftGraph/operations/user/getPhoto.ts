import type { GraphResponse } from '../../../graph/graphRequest';
import { choiceField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { fileOutput, outputField, typeOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

const sides = [48, 96, 240, 648];

/** Source: "Get profilePhoto". */
export const getPhoto: Operation = {
	name: 'Get Photo',
	value: 'getPhoto',
	action: 'Get photo of user',
	description: 'Download the profile photo of a user',
	permissions: ['ProfilePhoto.Read.All'],
	fields: [
		userId,
		choiceField('photoSize', 'Size', {
			largest: 'Largest',
			...Object.fromEntries(sides.map((side) => [`${side}x${side}`, `${side} × ${side}`])),
		}),
		outputField,
	],
	guards: [{ when: { status: 404, message: /photo|image/i }, fix: 'The user has no photo.' }],
	steps: async (run) => {
		const size = run.item.text('photoSize');
		const photo = sides.some((side) => size === `${side}x${side}`) ? ['photos', size] : ['photo'];
		const path = ['users', run.item.id('userId'), ...photo, '$value'];
		const named = (headers: GraphResponse['headers']) => ({
			fileName: `photo.${typeOf(headers) === 'image/png' ? 'png' : 'jpg'}`,
		});
		const expects = { mimeType: 'image/jpeg', made: true };
		return await fileOutput(run, { method: 'GET', path }, named, {}, expects);
	},
};
