import { generated } from '../../scripts/generate';
import { readText } from './tools';

describe('what n8n loads as data', () => {
	it.each(Object.entries(generated()))('%s is what `npm run generate` writes', (file, text) => {
		expect(readText(file)).toBe(text);
	});
});
