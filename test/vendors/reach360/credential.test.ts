import type { Reach360Simulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';

describeOnHosts('the credential', 'reach360', (bench: Bench<Reach360Simulator>) => {
	it('refuses a version that the vendor does not know, with the field to change', async () => {
		bench.use({ apiVersion: '2020-01-01' });
		const { error, message } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
		expect(message).toContain('API Version in the credential');
	});

	it('sends no version when the field is empty', async () => {
		bench.use({ apiVersion: '' });
		const { request } = await bench.one('group.getAll');

		expect(request.headers).not.toHaveProperty('API-Version');
		expect(bench.log[0]!.headers).not.toHaveProperty('api-version');
	});

	it('tells of a wrong key', async () => {
		bench.use({ apiKey: 'rch360-this-is-not-the-key-at-all' });

		expect((await bench.one('group.getAll')).error).toMatchObject({
			code: 'unauthorized',
			httpStatus: 401,
			retryable: false,
		});
	});
});
