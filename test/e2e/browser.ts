import { chromium, selectors, type Browser, type Page } from 'playwright-core';

import { programs } from './system';

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-dev-shm-usage',
];

// n8n's attribute.
selectors.setTestIdAttribute('data-test-id');

export interface Window {
	page: Page;
	close(): Promise<void>;
}

/** A new browser with an empty profile that is logged in to n8n and reaches nothing outside this machine. */
export async function openBrowser(url: string, session: { name: string; value: string }): Promise<Window> {
	const browser: Browser = await chromium.launch({ executablePath: programs.chromium(), args: FLAGS });
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
	await context.addCookies([{ ...session, url }]);
	await context.route(
		(address) => address.protocol.startsWith('http') && address.hostname !== '127.0.0.1',
		async (route) => await route.abort(),
	);
	const page = await context.newPage();
	page.setDefaultTimeout(30_000);
	return { page, close: async () => await browser.close() };
}
