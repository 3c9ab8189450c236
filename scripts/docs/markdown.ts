/** A table of Markdown. */
export function tableOf(head: string[], body: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** What a field holds before anybody has filled it in. */
export function startOf(start: unknown): string {
	if (typeof start === 'boolean') return start ? 'on' : 'off';
	if (Array.isArray(start)) return start.map((value) => `\`${String(value)}\``).join(', ');
	return start === '' ? 'empty' : typeof start === 'object' ? 'one empty row' : `\`${String(start)}\``;
}
