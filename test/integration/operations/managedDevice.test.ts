import type { INodeParameters } from 'n8n-workflow';
import { guidOf } from '../../../simulator/random';
import { devices } from '../../../simulator/graph/routes/devices';
import { managedDevices } from '../../../simulator/graph/routes/managedDevices';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, ...parameters });
const world = () => ({ state: product.simulator.graph }) as GraphWorld;
const intuneId = guidOf('managed DESKTOP-ADELE');
const intune = (operation: string, parameters: INodeParameters = {}) =>
	run('managedDevice', operation, { managedDeviceId: byId(intuneId), ...parameters });
const managed = () => entitiesAt(world(), managedDevices, []);
const methods = () => product.graphCalls().map(({ method }) => method);

describe('devices that Intune manages', () => {
	test('are found by state', async () => {
		const { items, error } = await run('managedDevice', 'getAll', {
			filters: { complianceState: 'noncompliant', operatingSystem: 'iOS' },
		});
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([{ deviceName: 'IPHONE-MEGAN' }]);
		expect(items[0].json).not.toHaveProperty('manufacturer');
		expect(product.graphCalls()[0].query.$filter).toBe(
			"complianceState eq 'noncompliant' and operatingSystem eq 'iOS'",
		);
		const { results } = await product.list('searchManagedDevices', { filter: 'desktop' });
		expect(results).toEqual([{ name: 'DESKTOP-ADELE, Windows, adelev@contoso.example', value: intuneId }]);
	});

	test.each([
		['sync', 'syncDevice'],
		['restart', 'rebootNow'],
		['remoteLock', 'remoteLock'],
	])('%s needs no confirmation', async (operation, action) => {
		const { items, error } = await intune(operation);
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ success: true }]);
		expect(product.graphPaths()).toEqual([
			`POST /v1.0/deviceManagement/managedDevices/${intuneId}/${action}`,
		]);
		expect(managed().get(intuneId)).toMatchObject({ lastAction: action });
	});

	test.each([
		['restart', 1],
		['remoteLock', 2],
	])('%s is sent %d times when its outcome is unknown', async (operation, times) => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const { error } = await intune(operation);
		expect(product.graphPaths()).toHaveLength(times);
		if (times === 1) expect(error?.message).toMatch(/outcome is unknown/);
		else expect(error).toBeUndefined();
	});

	const final: Array<[string, INodeParameters, string, object | undefined]> = [
		['retire', {}, 'POST', { managementState: 'retirePending' }],
		[
			'wipe',
			{ additionalFields: { keepUserData: true, macOsUnlockCode: '123456' } },
			'POST',
			{ lastActionBody: { keepUserData: true, macOsUnlockCode: '123456' }, managementState: 'wipePending' },
		],
		['delete', {}, 'DELETE', undefined],
	];

	test.each(final)('%s is sent only with the device’s name', async (operation, more, method, state) => {
		for (const confirmName of ['IPHONE-MEGAN', 'desktop-adele', 'DESKTOP']) {
			const { error } = await intune(operation, { ...more, confirmName });
			expect(error).toMatchObject({
				message: expect.stringMatching(/^The device wasn't .*: its name is "DESKTOP-ADELE"/),
				description: expect.stringMatching(/enter its name exactly/),
			});
		}
		const empty = await intune(operation, { ...more, confirmName: '={{ $json.nothing }}' });
		expect(empty.error?.message).toMatch(/"Confirm Device Name" is empty/);
		expect(methods().filter((one) => one !== 'GET')).toEqual([]);
		expect(managed().get(intuneId)).toMatchObject({ managementState: 'managed' });
		const { error } = await intune(operation, { ...more, confirmName: 'DESKTOP-ADELE' });
		expect(error).toBeUndefined();
		expect(methods().filter((one) => one !== 'GET')).toEqual([method]);
		if (state === undefined) expect(managed().has(intuneId)).toBe(false);
		else expect(managed().get(intuneId)).toMatchObject(state);
	});

	test.each(final)('%s of a device without a name is not sent', async (operation, more) => {
		const device = managed().get(intuneId);
		if (device) device.deviceName = '';
		const { error } = await intune(operation, { ...more, confirmName: '=' });
		expect(error).toBeDefined();
		expect(methods().filter((one) => one !== 'GET')).toEqual([]);
	});

	test('with the other ID', async () => {
		const { error } = await intune('get', { managedDeviceId: byId(guidOf('device DESKTOP-ADELE')) });
		expect(error).toMatchObject({ description: expect.stringMatching(/ID that the device has in Intune/) });
	});
});

describe('devices of Entra', () => {
	const id = guidOf('device DESKTOP-ADELE');
	const deviceId = guidOf('device ID DESKTOP-ADELE');
	const at = { deviceObjectId: byId(id) };
	const known = () => entitiesAt(world(), devices, []);

	test('are disabled, enabled, renamed, and deleted', async () => {
		await run('device', 'disable', at);
		expect(known().get(id)).toMatchObject({ accountEnabled: false });
		await run('device', 'enable', at);
		expect(known().get(id)).toMatchObject({ accountEnabled: true });
		const updated = await run('device', 'update', { ...at, updateFields: { displayName: 'New' } });
		expect(jsonOf(updated.items)).toEqual([{ success: true }]);
		expect(known().get(id)).toMatchObject({ displayName: 'New' });
		expect((await run('device', 'update', { ...at, updateFields: {} })).error?.message).toMatch(
			/There's nothing to update/,
		);
		expect(jsonOf((await run('device', 'delete', at)).items)).toEqual([{ deleted: true }]);
		expect(known().has(id)).toBe(false);
	});

	test('have owners and users', async () => {
		expect(jsonOf((await run('device', 'getRegisteredOwners', at)).items)).toHaveLength(1);
		expect(jsonOf((await run('device', 'getRegisteredUsers', at)).items)).toHaveLength(2);
	});

	test('have local administrator passwords, in either encoding', async () => {
		const { items, error } = await run('device', 'getLocalAdminPassword', { entraDeviceId: byId(deviceId) });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toMatchObject([
			{ deviceName: 'DESKTOP-ADELE', credentials: [{ password: 'Pässw0rd!' }, { password: 'Öld-1' }] },
		]);
		expect(JSON.stringify(items)).not.toContain('passwordBase64');
		expect(product.graphCalls()[0].query.$select).toContain('credentials');
		const other = await run('device', 'getLocalAdminPassword', { entraDeviceId: byId(id) });
		expect(other.error).toMatchObject({ description: expect.stringMatching(/check the "deviceId"/) });
		const { results } = await product.list('searchDeviceIds', { filter: 'desktop' });
		expect(results).toEqual([{ name: 'DESKTOP-ADELE (Windows)', value: deviceId }]);
	});

	test('have BitLocker keys, themselves on request only', async () => {
		const get = async (withKeys: boolean) =>
			await run('device', 'getBitLockerKeys', { entraDeviceId: byId(deviceId), withKeys });
		product.app.roles = ['BitlockerKey.ReadBasic.All'];
		const plain = await get(false);
		expect(plain.error).toBeUndefined();
		expect(jsonOf(plain.items)).toHaveLength(2);
		expect(JSON.stringify(plain.items)).not.toContain('222222');
		expect((await get(true)).error).toMatchObject({
			description: expect.stringContaining('BitlockerKey.Read.All'),
		});
	});

	test('have BitLocker keys that can be read', async () => {
		const whole = await run('device', 'getBitLockerKeys', { entraDeviceId: byId(deviceId), withKeys: true });
		expect(jsonOf(whole.items)).toMatchObject([
			{ key: expect.stringContaining('-222222-') },
			{ key: expect.stringContaining('-222222-') },
		]);
	});
});
