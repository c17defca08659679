import '../../../src/eager.ts'
import { showInbox } from '../app/showInbox.tsx'

/* The same screen with everything in its first script. */
showInbox()
