import { expect, it } from 'vitest'
import { createListeners } from '../../src/lib/listeners.ts'

it('tells everybody who was there when it began, in order, each as often as it was added', () => {
  const listeners = createListeners<string>()
  const heard: string[] = []
  const late = () => heard.push('late')
  const twice = (event: string) => heard.push(`twice ${event}`)
  const undo = listeners.add((event) => {
    heard.push(`first ${event}`)
    undo()
    undoLast()
    listeners.add(late)
  })
  const undoTwice = listeners.add(twice)
  listeners.add(twice)
  const undoLast = listeners.add((event) => heard.push(`last ${event}`))
  listeners.tell('a')
  expect(heard).toEqual(['first a', 'twice a', 'twice a', 'last a'])
  undoTwice()
  undoTwice()
  heard.length = 0
  listeners.tell('b')
  expect(heard).toEqual(['twice b', 'late'])
  expect(listeners.count()).toBe(2)
})
