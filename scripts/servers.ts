// What the plain scripts take from TypeScript, once the dependencies are installed.
export { launchN8n } from './n8nServer';
export { launchSimulator } from './simulatorServer';
export { signInToN8n } from './n8nClient';
export { runExample, simulatorCredential } from './demo';
