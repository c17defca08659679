/** Entry `./ui/languages`: the languages the parts are written in. English is what they speak where none is given. */
export { en } from './en.ts'
export { es } from './es.ts'
export { ptBR } from './ptBR.ts'
export type { Count, Language, Words } from './language.ts'
