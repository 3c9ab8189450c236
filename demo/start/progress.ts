import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';

import type { Report } from './install';

export interface Step {
	title: string;
	/** A reason to leave it out, shown beside the title. */
	skip?: () => string | false;
	work: (report: Report) => Promise<void>;
}

/** Runs the steps one after the other; each shows the time it has taken, also while it runs. */
export async function inSteps(steps: Step[]): Promise<void> {
	// The caller says what went wrong, once.
	const rendererOptions = { timer: PRESET_TIMER, showErrorMessage: false };
	const fallbackRendererOptions = { timer: PRESET_TIMER };
	await new Listr(steps.map(toTask), { rendererOptions, fallbackRendererOptions }).run();
}

function toTask({ title, skip, work }: Step): ListrTask {
	return {
		title,
		skip: () => {
			const reason = skip?.();
			return reason ? `${title}: ${reason}` : false;
		},
		async task(_, task) {
			const started = Date.now();
			let detail = '';
			const show = (): void => {
				const seconds = Math.round((Date.now() - started) / 1e3);
				if (seconds > 1) task.output = [`${seconds} s`, detail].filter(Boolean).join(', ');
			};
			const timer = setInterval(show, process.stdout.isTTY ? 1_000 : 20_000);
			try {
				await work((line) => (detail = line));
			} finally {
				clearInterval(timer);
			}
		},
	};
}
