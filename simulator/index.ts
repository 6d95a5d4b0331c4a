import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { addControl } from './control';
import { addEdge } from './edge';
import { createEntra } from './entra';
import { createFaults } from './faults';
import { expireFeeds } from './graph/delta';
import { errorBodyOf } from './graph/errors';
import { createNotifier } from './graph/notifications';
import type { Notifier } from './graph/notifier';
import { addGraph } from './graph/server';
import { createState, defaultSeed } from './graph/state';
import type { Seed } from './graph/state';
import { createThrottle } from './graph/throttle';
import type { GraphWorld } from './graph/world';
import { seededRandom } from './random';
import { createRequestLog } from './requestLog';
import type { Host } from './requestLog';
import { changeSettings, defaultSettings } from './settings';
import type { SettingsChange } from './settings';
import { addStorage } from './storage/server';
import { createTenantEvents } from './tenantEvents';
import type { Simulator } from './simulator';

export type { Fault, FaultAction } from './faults';
export type { Seed } from './graph/state';
export type { RecordedRequest } from './requestLog';
export type { SendSettings, SettingsChange } from './settings';

export interface SimulatorOptions {
	/** Ports; 0 or absent takes any that is free. */
	loginPort?: number;
	graphPort?: number;
	storagePort?: number;
	controlPort?: number;
	/** Address to listen on; 127.0.0.1 unless given. */
	host?: string;
	seed?: Partial<Seed>;
	settings?: SettingsChange;
	/** Serves login, Graph and storage over TLS with this key and certificate (PEM). */
	https?: { key: string | Buffer; cert: string | Buffer };
	/** What callers use instead of the real addresses, when other host names are mapped to them. */
	publicLoginUrl?: string;
	publicGraphUrl?: string;
}

/** Entra's response when it only has a status. */
const loginErrorBody = (status: number) => ({
	error: status >= 500 || status === 429 ? 'temporarily_unavailable' : 'invalid_request',
	error_description: `AADSTS90033: A transient error has occurred. Please try again. Status ${status}.`,
	error_codes: [90033],
});

/**
 * Starts Entra, Graph and the storage host, and a control host, each on a port of its own.
 * @param options see there
 * @returns when all four listen
 * @throws the listener's error, e.g. with code `EADDRINUSE`; what had started is closed again
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const host = options.host ?? '127.0.0.1';
	const settings = defaultSettings();
	changeSettings(settings, options.settings ?? {});
	const log = createRequestLog();
	const faults = createFaults();
	const graph = createState({ ...defaultSeed, ...options.seed }, settings);
	const throttle = createThrottle(graph, settings);
	const urls = { loginUrl: '', graphUrl: '', storageUrl: '', controlUrl: '' };
	const entra = createEntra(() => urls);
	const timers = new Set<NodeJS.Timeout>();
	const callOff = () => {
		timers.forEach(clearTimeout);
		timers.clear();
	};
	let random = seededRandom(7);
	const world: GraphWorld = {
		state: graph,
		settings,
		faults,
		log,
		entra,
		throttle,
		urls: () => urls,
		random: () => random(),
		get notifier() {
			return notifier;
		},
		later(ms, effect) {
			const timer = setTimeout(() => {
				timers.delete(timer);
				void effect();
			}, ms);
			timers.add(timer);
		},
	};

	const notifier: Notifier = createNotifier(world);

	const server = (name: Host | 'control'): FastifyInstance => {
		const tls = name === 'control' ? undefined : options.https;
		// Large uploads are refused by Graph's own rule, with Graph's own body.
		const app = fastify({
			https: tls ?? null,
			bodyLimit: 64 * 1024 * 1024,
			forceCloseConnections: true,
			routerOptions: { maxParamLength: 20_000 },
		});
		if (name !== 'control') {
			const errorBody = name === 'login' ? loginErrorBody : (status: number) => errorBodyOf(status);
			addEdge(app, { host: name, faults, log, settings, waits: name !== 'graph', errorBody });
		}
		return app;
	};
	const login = server('login');
	const graphApp = server('graph');
	const storage = server('storage');
	const control = server('control');

	login.register(entra.routes);
	addGraph(graphApp, world);
	addStorage(storage, graph, () => urls.storageUrl);

	const simulator: Simulator = {
		...urls,
		ports: { login: 0, graph: 0, storage: 0, control: 0 },
		entra,
		graph,
		faults,
		settings,
		requests: log.requests,
		parts: log.parts,
		notifier,
		events: createTenantEvents(world),
		expireDeltaLinks: () => expireFeeds(graph),
		set: (change) => changeSettings(settings, change),
		reset() {
			callOff();
			graph.reset();
			entra.reset();
			faults.clear();
			faults.seed(1);
			throttle.reset();
			log.clear();
			random = seededRandom(7);
			changeSettings(settings, defaultSettings());
			changeSettings(settings, options.settings ?? {});
			notifier.reset();
		},
		async close() {
			callOff();
			await notifier.close();
			await Promise.all([login, graphApp, storage, control].map((app) => app.close()));
		},
	};
	addControl(control, simulator);

	const listen = async (app: FastifyInstance, name: Host | 'control', port = 0): Promise<string> => {
		await app.listen({ host, port });
		const bound = (app.server.address() as AddressInfo).port;
		simulator.ports[name] = bound;
		const scheme = options.https && name !== 'control' ? 'https' : 'http';
		return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
	};
	try {
		urls.loginUrl = await listen(login, 'login', options.loginPort);
		urls.graphUrl = await listen(graphApp, 'graph', options.graphPort);
		urls.storageUrl = await listen(storage, 'storage', options.storagePort);
		urls.controlUrl = await listen(control, 'control', options.controlPort);
	} catch (error) {
		await simulator.close();
		throw error;
	}
	if (options.publicLoginUrl) urls.loginUrl = options.publicLoginUrl;
	if (options.publicGraphUrl) urls.graphUrl = options.publicGraphUrl;
	return Object.assign(simulator, urls);
}
