import { stopEngine } from './engine';

export { binaryContent, binaryField, type FileOfItem } from './binary';
export type { CredentialSource, CredentialWrite, StoredCredentials } from './credentialsHelper';
export { loggedLines, type BinaryDataMode } from './engine';
export { runHttpRequestNode, type HttpRequestNodeSettings } from './httpRequestNode';
export { plainDescription, type NodeSource } from './nodeTypes';
export { callListSearch, callLoadOptions, type ListSearchRequest, type PickerRequest } from './pickers';
export {
	runWorkflow,
	type NodeOfWorkflow,
	type NodesOfWorkflow,
	type RunSettings,
	type WorkflowRun,
} from './runWorkflow';
export { testCredential, type CredentialTestResult } from './testCredential';

afterAll(stopEngine);
