import { openAxiosRunner } from '../test/support/axiosRunner';
import { startSimulators, AAM_ACCESS_TOKEN, KEITARO_KEY, REACH360_KEY } from '../simulators';
import { Locks } from '../nodes/GroupManager/engine/locks';
import { AxiosHost } from '../test/hosts/axiosHost';
const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });
const byName = (value: unknown) => ({ __rl: true, mode: 'name', value });
async function main() {
	const s = await startSimulators();
	const runner = await openAxiosRunner();
	const creds: any = {
		keitaro: { vendor: 'keitaro', domain: s.keitaro.baseUrl, apiKey: KEITARO_KEY },
		reach360: { vendor: 'reach360', domain: s.reach360.baseUrl, apiKey: REACH360_KEY, apiVersion: '2023-04-04' },
		audienceManager: { vendor: 'audienceManager', domain: s.audienceManager.baseUrl, authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN },
	};
	const run = async (line: string, parameters: any, items: any[] = [{}], onError: any = 'continueRegularOutput') => {
		const [vendor, resource, operation] = line.split(/[ .]/);
		runner.use(creds[vendor!]);
		const scope = vendor === 'keitaro' ? { groupType: 'campaigns' } : {};
		const sim: any = (s as any)[vendor!];
		const from = sim.log.length;
		const t = Date.now();
		const ran = await runner.run({ vendor, resource, operation, ...scope, ...parameters }, { items, onError });
		console.log('##', line, JSON.stringify(parameters).slice(0, 160), `${Date.now() - t} ms`);
		if (ran.stopped) console.log('   STOPPED', JSON.stringify(ran.stopped));
		for (const { json } of [...ran.success, ...ran.errors].slice(0, 6)) console.log('  ', json.error ? `${json.error.code} r=${json.error.retryable}: ${json.message} | ${json.error.details}` : JSON.stringify(json.data ?? json).slice(0, 400));
		console.log('   ', sim.log.slice(from).slice(0, 12).map((e: any) => `${e.method} ${e.path}${e.query && Object.keys(e.query).length ? '?' + new URLSearchParams(e.query) : ''} -> ${e.status}`).join('; '), sim.log.length - from);
		return ran;
	};
	const reset = () => { for (const v of [s.keitaro, s.reach360, s.audienceManager]) v.reset(); AxiosHost.locks = new Locks(300); };
	await (await import(process.argv[2]!)).default({ s, run, byId, byName, reset });
	await s.close();
}
void main();
