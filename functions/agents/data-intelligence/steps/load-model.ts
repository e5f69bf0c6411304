import { awaitReplies, found, type Step } from '#shared/agent/define-agent.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import { profileQuery, readProfile } from '#shared/sql/compile/profile-query.ts';
import type { Inquiry, InquiryDeps } from '../inquiry.ts';
import { queryRequest, queryResult } from '../query-request.ts';

const REQUEST = 'profile';
const MAX_PROFILE_ROWS = 10_000;

/** Makes sure that the semantic model is there, and that its values and the reach of its data are known. */
export const loadModel: Step<Inquiry, InquiryDeps> = {
  name: 'load-model',
  async run(record, { library }, { now }) {
    const model = await library.model(record.request.model);
    const query = profileQuery(model);
    if (query === null || library.profile(model.name, now()) !== null) return found(record, describe(model));
    return awaitReplies(record, `${describe(model)} Asked the warehouse for its values.`, [
      queryRequest(REQUEST, { statement: query, binds: [] }, MAX_PROFILE_ROWS, {
        kind: 'profile',
        model: model.name,
      }),
    ]);
  },
  async resume(record, replies, { library }, { now }) {
    const model = await library.model(record.request.model);
    const profile = readProfile(queryResult(replies, REQUEST)?.rows ?? []);
    library.learn(model.name, profile, now());
    const values = profile.values.reduce((sum, dimension) => sum + dimension.values.length, 0);
    return found(record, `${values} values of ${profile.values.length} dimensions are known.`);
  },
};

function describe(model: SemanticModel): string {
  const metrics = model.tables.reduce((sum, table) => sum + table.metrics.length, model.metrics.length);
  return `The model ${model.name} has ${model.tables.length} tables and ${metrics} metrics.`;
}
