import { AppError } from '#shared/errors/app-error.ts';
import { buildPlannerIndex, type PlannerIndex } from '#shared/planner/planner-index.ts';
import type { SemanticModel } from '#shared/semantic/semantic-model.ts';
import type { ModelProfile } from '#shared/sql/compile/profile-query.ts';

/** How long a profile is believed: new values and days are known after so long. */
const PROFILE_MS = 10 * 60_000;

interface KnownProfile {
  readonly profile: ModelProfile;
  readonly readAt: number;
}

/**
 * The models this instance knows, with what the warehouse says of them and what the planner looks up in them.
 *
 * A cache only: another instance finds out the same.
 */
export class ModelLibrary {
  readonly #load: () => Promise<ReadonlyMap<string, SemanticModel>>;
  readonly #profiles = new Map<string, KnownProfile>();
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

  /** What is known of a model's data; null when it has to be read, again or for the first time. */
  profile(name: string, now: number): ModelProfile | null {
    const known = this.#profiles.get(name);
    return known === undefined || now - known.readAt > PROFILE_MS ? null : known.profile;
  }

  learn(name: string, profile: ModelProfile, now: number): void {
    this.#profiles.set(name, { profile, readAt: now });
    for (const key of this.#indexes.keys()) if (key.startsWith(JSON.stringify(name))) this.#indexes.delete(key);
  }

  /** What words mean in a model for someone with these roles: what they may not see does not exist. */
  async plannerIndex(name: string, roles: readonly string[]): Promise<PlannerIndex> {
    const key = `${JSON.stringify(name)} ${JSON.stringify([...roles].toSorted())}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const values = this.#profiles.get(name)?.profile.values ?? [];
    const index = buildPlannerIndex(await this.model(name), { roles, values });
    this.#indexes.set(key, index);
    return index;
  }
}
