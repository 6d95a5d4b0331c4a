import type { Simulator } from '../../../simulator/simulator';
import {
	addFile,
	childNamed,
	driveOf,
	type StoredDrive,
	type StoredFile,
} from '../../../simulator/graph/state/drive';
import type { Samples } from '../samples';

let made = 0;

/** The OneDrive that the samples work in. */
export function sampleDrive({ graph }: Simulator): StoredDrive {
	const id = graph.findUser('adelev@contoso.example')?.id ?? '';
	const webUrl = 'https://contoso-my.sharepoint.com/personal/adelev_contoso_example/Documents';
	return driveOf(graph, id, { name: 'OneDrive', driveType: 'business', webUrl });
}

/** A file of its own, for what uses files up. */
function newFile(simulator: Simulator, change: Partial<StoredFile> = {}): StoredFile {
	made += 1;
	const drive = sampleDrive(simulator);
	return Object.assign(addFile(drive, drive.rootId, `Sample ${made}.txt`, Buffer.from('text')), change);
}

const ownFile = (simulator: Simulator) => ({ fileId: newFile(simulator).id });

export const samples: Samples = {
	fields: {
		driveId: (simulator) => sampleDrive(simulator).id,
		libraryId: (simulator) => sampleDrive(simulator).id,
		siteId: () => 'root',
		sharingLink: (simulator) =>
			`${sampleDrive(simulator).webUrl}/${encodeURIComponent(newFile(simulator).name)}`,
		fileId: () => '/Reports/2026/January.xlsx',
		parentId: () => '/Reports',
		destination: () => '/Archive',
		destinationDriveId: (simulator) => sampleDrive(simulator).id,
		name: () => `Name ${(made += 1)}`,
		newName: () => `Name ${(made += 1)}.txt`,
		searchWords: () => 'quarterly',
		versionId: () => '1.0',
		columns: () => ({
			mappingMode: 'defineBelow',
			value: { Title: 'Figures' },
			matchingColumns: [],
			schema: [{ id: 'Title', columnKind: 'text' }],
		}),
		fileName: () => `Name ${(made += 1)}.txt`,
		permissionId: () => 'b3duZXI',
	},
	operations: {
		checkIn: (simulator) => ({ fileId: newFile(simulator, { checkedOut: true }).id }),
		checkOut: ownFile,
		// The monitor says at first that the copy goes on.
		copy: ownFile,
		delete: ownFile,
		// Into another drive, it's copied and deleted.
		move: (simulator) => ({ ...ownFile(simulator), destinationDriveId: '' }),
		permanentDelete: ownFile,
		removePermission: ownFile,
		rename: ownFile,
		replaceContent: ownFile,
		update: (simulator) => ({ ...ownFile(simulator), updateFields: { createdAt: '2026-01-02T03:04:05Z' } }),
		restoreVersion: (simulator) => ({
			fileId: childNamed(sampleDrive(simulator), sampleDrive(simulator).rootId, 'Notes.txt')?.id ?? '',
		}),
	},
};
