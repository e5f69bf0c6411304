import { found, type Step } from '#shared/agent/define-agent.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';

/** Makes sure that the semantic model is there and can be read. */
export const loadModel: Step<Inquiry, InquiryDeps> = {
  name: 'load-model',
  async run(record, { library }) {
    const model = await library.model(record.request.model);
    const metrics = model.tables.reduce((sum, table) => sum + table.metrics.length, model.metrics.length);
    return found(record, `The model ${model.name} has ${model.tables.length} tables and ${metrics} metrics.`);
  },
};
