import type { GraphAnswer, GraphCall } from '../call';
import { GraphError } from '../errors';
import type { Entity } from '../entity';
import { entityAnswer, listAnswer } from '../paging';
import { fileNotFound, type StoredDrive, type StoredFile } from '../state/drive';
import { allColumnsOf, listEntity, newColumn } from '../state/sites';
import { graphTime } from '../state/messages';
import { guidOf } from '../../random';
import type { GraphWorld } from '../world';
import { offer } from '../../storage/driveFiles';
import { checkColumns } from './sites';

/** What a request on a part of a file has to work with. */
interface Place {
	world: GraphWorld;
	call: GraphCall;
	drive: StoredDrive;
	file: StoredFile;
	/** What follows the file in the path: `permissions/{id}`. */
	rest: string[];
	body: Record<string, unknown>;
}

const libraryColumn = (name: string, kind: object) =>
	newColumn({ id: guidOf(`library column ${name}`), name, displayName: name, ...kind });

/** The list behind a drive: each library has the same columns. */
const library = listEntity('library', 'https://contoso.sharepoint.com', {
	displayName: 'Documents',
	list: { template: 'documentLibrary' },
	columns: [
		libraryColumn('Title', { text: {} }),
		libraryColumn('Department', { choice: { choices: ['Sales', 'Legal'] } }),
		libraryColumn('Amount', { number: {} }),
		libraryColumn('Reviewer', { personOrGroup: {} }),
	],
});

/** The columns of the list behind a drive. */
export const libraryColumns = (): Entity[] => allColumnsOf(library);

/** The values of a file's columns. */
const fieldsOf = ({ file }: Place) => ({
	'@odata.etag': `"${guidOf(`item ${file.id}`)},${file.change}"`,
	id: '7',
	FileLeafRef: file.name,
	...file.columns,
});

/** The list item of a file. */
export function listItem(place: Place): GraphAnswer {
	const { call, file, drive } = place;
	const at = { createdDateTime: graphTime(file.createdAt), lastModifiedDateTime: graphTime(file.changedAt) };
	const contentType = file.content ? { id: '0x0101', name: 'Document' } : { id: '0x0120', name: 'Folder' };
	return entityAnswer(call, 'items', {
		id: '7',
		...at,
		webUrl: `${drive.webUrl}/${encodeURIComponent(file.name)}`,
		contentType,
		...(call.query.get('$expand') === 'fields' ? { fields: fieldsOf(place) } : {}),
	});
}

/** Changes the columns of a file. */
export function changeFields(place: Place): GraphAnswer {
	const { call, file, body } = place;
	file.columns = { ...file.columns, ...checkColumns(library, body, call.headers) };
	return entityAnswer(call, 'fields', fieldsOf(place));
}

const permissionAt = ({ file, rest: [id] }: Place): Entity => {
	const found = file.permissions.find((permission) => permission.id === id);
	if (found) return found;
	throw fileNotFound();
};

export const onePermission = (place: Place): GraphAnswer =>
	entityAnswer(place.call, 'permissions', permissionAt(place));

/** Changes the roles of a permission. Source: "Update permission". */
export function changePermission(place: Place): GraphAnswer {
	const found = permissionAt(place);
	const { roles } = place.body;
	const known = ['read', 'write', 'owner'];
	const fits =
		Array.isArray(roles) && roles.length > 0 && roles.every((role) => known.includes(String(role)));
	if (!fits) throw new GraphError(400, 'invalidRequest', 'Invalid role value.');
	if ('link' in found)
		throw new GraphError(400, 'invalidRequest', 'The roles of a sharing link cannot be changed.');
	found.roles = roles;
	return entityAnswer(place.call, 'permissions', found);
}

const sizes = { small: [96, 54], medium: [176, 99], large: [800, 450] } as const;

/** The pictures of a file, in one set. A folder has none. */
export function thumbnails({ world, call, file }: Place): GraphAnswer {
	const token = offer(world.state, Buffer.from(`thumbnail of ${file.name}`), 'image/jpeg');
	const url = `${world.urls().storageUrl}/drive/content/${token}?tempauth=secret`;
	const set = Object.entries(sizes).map(([name, [width, height]]) => [name, { height, url, width }]);
	const items = file.content ? [{ id: '0', ...(Object.fromEntries(set) as object) }] : [];
	return listAnswer(call, 'thumbnails', { items });
}

/** One picture of a file. */
export function thumbnail({ world, file, rest: [set, size] }: Place): GraphAnswer {
	if (!file.content || set !== '0' || !Object.hasOwn(sizes, size ?? '')) throw fileNotFound();
	const token = offer(world.state, Buffer.from(`${size} of ${file.name}`), 'image/jpeg');
	const location = `${world.urls().storageUrl}/drive/content/${token}?tempauth=secret`;
	return { status: 302, headers: { location } };
}
