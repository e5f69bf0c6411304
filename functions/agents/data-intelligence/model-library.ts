import { AppError } from '#shared/errors/app-error.ts';
import { buildPlannerIndex, type PlannerIndex } from '#shared/planner/planner-index.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';

/** The models this instance knows, with what the planner looks up in them, once for each set of roles. */
export class ModelLibrary {
  readonly #load: () => Promise<ReadonlyMap<string, SemanticModel>>;
  readonly #indexes = new Map<string, PlannerIndex>();
  #models: Promise<ReadonlyMap<string, SemanticModel>> | null = null;

  /** @param load Reads all models; called once. */
  constructor(load: () => Promise<ReadonlyMap<string, SemanticModel>>) {
    this.#load = load;
  }

  /** @throws AppError `unknown_model`. */
  async model(name: string): Promise<SemanticModel> {
    this.#models ??= this.#load();
    const models = await this.#models;
    const model = models.get(name);
    if (model === undefined) throw new AppError('unknown_model', `There is no model “${name}” here.`);
    return model;
  }

  /** What words mean in a model for someone with these roles: what they may not see does not exist. */
  async plannerIndex(name: string, roles: readonly string[]): Promise<PlannerIndex> {
    const key = JSON.stringify([name, [...roles].toSorted()]);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = buildPlannerIndex(await this.model(name), { roles });
    this.#indexes.set(key, index);
    return index;
  }
}
