export { getIssues } from './getIssues';
export { getMessages } from './getMessages';
export { getOverviews } from './getOverviews';
