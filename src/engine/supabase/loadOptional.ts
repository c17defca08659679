/**
 * Loads packages that only the local Supabase needs.
 *
 * @throws with what to do when one of them is not installed.
 */
export async function loadOptional<Packages>(load: () => Promise<Packages>): Promise<Packages> {
  try {
    return await load()
  } catch (cause) {
    throw new Error(
      'unable to start the local Supabase; a package that it needs is missing. Install @supabase/lite@0.10.0, kysely and ws, or leave the option out.',
      { cause },
    )
  }
}
