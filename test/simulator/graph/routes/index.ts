import type { Route } from '../router';
import { attachmentRoutes } from './attachments';
import { draftRoutes } from './drafts';
import { eventRoutes } from './events';
import { folderRoutes } from './folders';
import { groupRoutes } from './groups';
import { messageActionRoutes } from './messageActions';
import { messageRoutes } from './messages';
import { organizationRoutes } from './organization';
import { sendMailRoutes } from './sendMail';
import { servicePrincipalRoutes } from './servicePrincipals';
import { userRoutes } from './users';

/** Everything that the simulator's Graph answers. */
export const routes: readonly Route[] = [
	...organizationRoutes,
	...servicePrincipalRoutes,
	...userRoutes,
	...folderRoutes,
	...messageRoutes,
	...sendMailRoutes,
	...draftRoutes,
	...messageActionRoutes,
	...attachmentRoutes,
	...eventRoutes,
	...groupRoutes,
];
