import type { FieldReader } from './reader';
import { DEFAULT_OPTIONS, type Options } from '../contract/input';
import { COMMON_OPTIONS, type Option } from '../contract/vendor';

/** Options that the operation does not declare keep their defaults, whatever a copied workflow holds. */
export function readOptions(form: FieldReader, declared: readonly Option[]): Options {
	const stored = form.collection('options');
	const offered = [...COMMON_OPTIONS, ...declared];
	const pick = <T>(name: Option, check: (value: unknown) => T, fallback: T): T =>
		offered.includes(name) && Object.hasOwn(stored, name) ? check(stored[name]) : fallback;
	const flag = (name: 'dryRun' | 'ignoreMissing' | 'allowEmpty'): boolean =>
		pick(name, (value) => form.flag(name, value), DEFAULT_OPTIONS[name]);
	type NumberOption = 'concurrency' | 'timeout' | 'maxAttempts' | 'maxRetryWait';
	const number = (name: NumberOption, min: number, max: number): number =>
		pick(name, (value) => form.wholeNumber(name, value, min, max), DEFAULT_OPTIONS[name]);
	return {
		concurrency: number('concurrency', 1, 20),
		timeout: number('timeout', 1, 3_600_000),
		maxAttempts: number('maxAttempts', 1, 10),
		maxRetryWait: number('maxRetryWait', 0, 86_400),
		dryRun: flag('dryRun'),
		ignoreMissing: flag('ignoreMissing'),
		allowEmpty: flag('allowEmpty'),
		maxRemovals: pick(
			'maxRemovals',
			(value): number | undefined => form.wholeNumber('maxRemovals', value, 0, Number.MAX_SAFE_INTEGER),
			undefined,
		),
		bulkDeleteMethod: pick(
			'bulkDeleteMethod',
			(value) => form.oneOf('bulkDeleteMethod', value, ['delete', 'post', 'perGroup']),
			DEFAULT_OPTIONS.bulkDeleteMethod,
		),
	};
}
