/** The issue forms that ask for the vendor. */
import { vendors } from './facts';

export const FORMS = ['failure', 'vendor-fact'].map((form) => `.github/ISSUE_TEMPLATE/${form}.yml`);

/** The text with every vendor among its choices; what else there is to choose stays behind them. */
export function withVendors(text: string): string {
	const labels = vendors.map(({ label }) => label);
	return text.replace(/( {4}id: vendor\n[^]*?options: )\[(.*)\]/, (_, before: string, list: string) => {
		const others = list.split(', ').filter((choice) => !labels.includes(choice));
		return `${before}[${[...labels, ...others].join(', ')}]`;
	});
}
