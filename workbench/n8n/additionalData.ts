import { Container } from '@n8n/di';
import { ExternalSecretsProxy } from 'n8n-core';
import type { INodeParameters, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import type { CredentialsHelper } from './credentialsHelper';

const BASE = 'http://localhost:5678';

/** What n8n hands to every execution beside the workflow. Sub-workflows and task runners are left out. */
export function additionalDataFor(
	credentialsHelper: CredentialsHelper,
	currentNodeParameters?: INodeParameters,
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper,
		currentNodeExecutionIndex: 0,
		currentNodeParameters,
		restApiUrl: `${BASE}/rest`,
		instanceBaseUrl: `${BASE}/`,
		formBaseUrl: `${BASE}/form`,
		formWaitingBaseUrl: `${BASE}/form-waiting`,
		formTestBaseUrl: `${BASE}/form-test`,
		webhookBaseUrl: `${BASE}/webhook`,
		webhookWaitingBaseUrl: `${BASE}/webhook-waiting`,
		webhookTestBaseUrl: `${BASE}/webhook-test`,
		mcpBaseUrl: `${BASE}/mcp`,
		mcpTestBaseUrl: `${BASE}/mcp-test`,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		setExecutionStatus: () => undefined,
		logAiEvent: () => undefined,
		executeWorkflow: notHeadless('Sub-workflows'),
		getRunExecutionData: notHeadless('Stored executions'),
		getRuntimeCredential: notHeadless('Runtime credentials'),
		startRunnerTask: notHeadless('Task runners'),
	};
}

function notHeadless(what: string): () => Promise<never> {
	return async () => {
		throw new Error(`${what} are not part of the headless n8n.`);
	};
}
