/** All of a tenant's users: lists and boards. */
export const tenantRoom = (id: string) => `tenant:${id}`
export const userRoom = (id: string) => `user:${id}`
