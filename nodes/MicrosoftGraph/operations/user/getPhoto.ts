import { choiceField } from '../../fields/build';
import { userId } from '../../fields/locators';
import { fileOutput, outputField } from '../../fields/outputs';
import type { Operation } from '../../operation';

const sides = [48, 96, 240, 648];

/** Source: "Get profilePhoto". */
export const getPhoto: Operation = {
	name: 'Get Photo',
	value: 'getPhoto',
	action: 'Get the photo of a user',
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
	request: (item) => {
		const size = item.text('photoSize');
		const photo = sides.some((side) => size === `${side}x${side}`) ? ['photos', size] : ['photo'];
		return { method: 'GET', path: ['users', item.id('userId'), ...photo, '$value'], answersFile: true };
	},
	output: (response, item) => {
		const type = String(response.headers['content-type'] ?? '').split(';')[0];
		return fileOutput(response, item, { fileName: `photo.${type === 'image/png' ? 'png' : 'jpg'}` });
	},
};
