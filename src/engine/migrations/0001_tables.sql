-- The tables of the CRM, which are the engine's: the same whether this engine holds them or a Supabase project. Times have
-- milliseconds and no more (timestamptz(3)), whoever writes them: that is what JSON carries, and a row must compare equal
-- to what was sent of it.

create table engine_settings (
  key text primary key,
  value text not null
);

create table whatsapp_numbers (
  id uuid primary key default gen_random_uuid(),
  workspace_id text not null,
  phone_number_id text not null unique,
  display_phone_number text
);
create index whatsapp_numbers_by_workspace on whatsapp_numbers (workspace_id);

create table contacts (
  id uuid primary key default gen_random_uuid(),
  workspace_id text not null,
  -- Digits only, with the country code.
  phone text not null,
  name text,
  avatar_url text,
  unique (workspace_id, phone),
  unique (id, workspace_id)
);

create table conversations (
  id uuid primary key default gen_random_uuid(),
  workspace_id text not null,
  contact_id uuid not null,
  whatsapp_number_id uuid references whatsapp_numbers (id),
  remote_jid text,
  is_group boolean not null default false,
  channel text not null default 'whatsapp',
  pipeline_id text,
  stage_id text,
  status text not null default 'open' check (status in ('open', 'pending', 'snoozed', 'resolved')),
  assignee_id text,
  labels text[] not null default '{}',
  priority text check (priority in ('low', 'medium', 'high', 'urgent')),
  snoozed_until timestamptz(3),
  unread_count integer not null default 0 check (unread_count >= 0),
  -- Kept for CRMs that write it; typing itself is told by events and never stored here.
  is_typing boolean not null default false,
  last_message_at timestamptz(3),
  last_message_preview text,
  last_inbound_at timestamptz(3),
  created_at timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp()),
  updated_at timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp()),
  unique (id, workspace_id),
  -- Both name the workspace, so that no writer can tie one tenant's conversation to another's contact.
  foreign key (contact_id, workspace_id) references contacts (id, workspace_id)
);
create index conversations_by_activity on conversations (workspace_id, last_message_at desc nulls last, id);
create index conversations_by_change on conversations (workspace_id, updated_at, id);
create index conversations_by_contact on conversations (contact_id, whatsapp_number_id);

create table attachments (
  id uuid primary key default gen_random_uuid(),
  workspace_id text not null,
  conversation_id uuid not null,
  file_name text not null,
  mime_type text not null,
  file_size bigint,
  -- Null for what a customer sent and nobody has fetched from the provider.
  content bytea,
  type text not null,
  -- Becomes the message's text when the message itself brings none.
  caption text,
  created_at timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp()),
  foreign key (conversation_id, workspace_id) references conversations (id, workspace_id) on delete cascade
);
create index attachments_by_conversation on attachments (conversation_id);

create table messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null,
  workspace_id text not null,
  whatsapp_number_id uuid references whatsapp_numbers (id),
  -- The provider's id, once it has one.
  external_id text,
  -- Made by whoever wrote it, so that one click is one message whichever way it went.
  client_id text,
  type text not null default 'text',
  body text,
  -- A file that lies elsewhere; what was uploaded here is an attachment.
  media_url text,
  is_outgoing boolean not null default true,
  sender_type text not null check (sender_type in ('contact', 'user', 'bot', 'system')),
  sender_name text,
  status text not null default 'pending' check (status in ('pending', 'sent', 'delivered', 'read', 'failed')),
  is_private boolean not null default false,
  error_code text,
  error_message text,
  reply_to_id uuid references messages (id) on delete set null,
  sent_by_user_id text,
  attachment_id uuid references attachments (id) on delete set null,
  metadata jsonb not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  foreign key (conversation_id, workspace_id) references conversations (id, workspace_id) on delete cascade
);
create index messages_by_time on messages (conversation_id, created_at desc, id desc);
create index messages_by_change on messages (conversation_id, updated_at, id);
create index messages_by_workspace_change on messages (workspace_id, updated_at, id);
create unique index messages_by_external_id on messages (conversation_id, external_id) where external_id is not null;
-- Without a condition, which nulls do not need: PostgREST's `on_conflict` can name columns and nothing else.
create unique index messages_by_client_id on messages (workspace_id, client_id);
create index messages_by_receipt on messages (workspace_id, external_id) where external_id is not null;
create index messages_by_reply on messages (reply_to_id) where reply_to_id is not null;
create index messages_by_attachment on messages (attachment_id) where attachment_id is not null;
-- What is still on its way to the customer: the provider picks it up again after a restart.
create index messages_on_their_way on messages (status, created_at)
  where is_outgoing and status in ('pending', 'sent', 'delivered');

-- Written in the transaction of the message it stands for, so that either both exist or neither does.
create table idempotency_keys (
  workspace_id text not null,
  key text not null,
  request_hash text not null,
  message_id uuid not null references messages (id) on delete cascade deferrable initially deferred,
  created_at timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (workspace_id, key)
);
create index idempotency_keys_by_message on idempotency_keys (message_id);
