export { MicrosoftGraphAppOnlyApi } from './credentials/MicrosoftGraphAppOnlyApi.credentials';
export { MicrosoftGraph } from './nodes/MicrosoftGraph/MicrosoftGraph.node';
export { MicrosoftGraphTrigger } from './nodes/MicrosoftGraphTrigger/MicrosoftGraphTrigger.node';
