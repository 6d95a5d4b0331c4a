import { stopEngine } from './engine';

export { binaryContent, binaryField } from './binary';
export { loggedLines } from './engine';
export { runHttpRequestNode, type HttpRequestNodeSettings } from './httpRequestNode';
export { plainDescription } from './nodeTypes';
export { callListSearch, callLoadOptions, callResourceMapping, type ListSearchRequest } from './pickers';
export { runWorkflow, type RunSettings, type WorkflowRun } from './runWorkflow';
export { testCredential, type CredentialTestResult } from './testCredential';

afterAll(stopEngine);
