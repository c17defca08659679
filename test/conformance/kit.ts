import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestKit } from '../../src/testing/testKit.ts'

export const kit: TestKit = { describe, it, beforeAll, afterAll, expect }
