import { reduxToolkit } from './reduxToolkit.mjs'
import { tanstackDb } from './tanstackDb.mjs'
import { useChat } from './useChat.mjs'

export const peers = [tanstackDb, reduxToolkit, useChat]
