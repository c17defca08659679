import { showInbox } from './showInbox.tsx'

showInbox()
