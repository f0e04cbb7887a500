PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE customers (
  customer INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  version INTEGER NOT NULL,
  merged_into TEXT,
  erased_at TEXT,
  made INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  oldest_at TEXT,
  resting_since TEXT,
  receipt TEXT,
  head TEXT
);
INSERT INTO customers VALUES(1,'32aa07aa-0000-4000-8000-000000000001','C-1',14,14,NULL,NULL,0,'2026-02-20T08:00:00.000Z','2026-01-02T00:00:00.000Z','2026-02-20T10:00:00.000Z',NULL,'{"made":false,"createdAt":"2026-02-20T08:00:00.000Z","lastUpdated":"2026-02-20T10:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":10,"oldestAt":"2026-01-02T00:00:00.000Z","sessionCount":1,"restingSince":"2026-02-20T10:00:00.000Z","collected":{"ticketId":{"value":"1234","channel":"whatsapp","conversationId":"session-1","at":"2026-02-20T10:00:00.000Z","id":"~session-1"},"name":{"value":"Nimali Perera","channel":"email","conversationId":"conversation-10","at":"2026-02-04T09:15:00.000Z","id":"conversation-10"},"__proto":{"value":true,"channel":"email","conversationId":"conversation-10","at":"2026-02-04T09:15:00.000Z","id":"conversation-10"}},"issue":{"closed":{"at":"2026-01-03T06:00:00.000Z","id":"conversation-7"},"first":{"at":"2026-01-03T11:00:00.000Z","id":"conversation-8"},"last":{"place":{"at":"2026-02-05T09:15:00.000Z","id":"conversation-11"},"text":null}},"identifiers":[{"id":"idn_c38428e7fe1189c7db9603798c","key":"k1.LZ8qp6r89-IYqGB5NlBN9vIymUXl8heRZMD_ErmyI8s","otherKeys":[],"type":"phone","channel":null,"display":"+94 ••• ••• 567","verified":true,"linkedAt":"2026-02-20T08:00:00.000Z","linkedBy":"pipeline","sameAs":null,"seenAt":"2026-02-20T10:00:00.000Z"},{"id":"idn_092245188dfcf56d013b17dc27","key":"k1.8rQ4dHF7RS_oo51DClmMJeYMS-9o9AT0LmDDMhO5XnE","otherKeys":[],"type":"email","channel":null,"display":"n•••@example.com","verified":true,"linkedAt":"2026-02-20T08:00:00.000Z","linkedBy":"pipeline","sameAs":null,"seenAt":"2026-02-04T09:15:00.000Z"},{"id":"idn_4ab3e1d16147e4df0b4063daf6","key":"k1.8I9k_wPx5JIoKzC3G_luM6X4uo5A3J3I5sN1bc8zNZ8","otherKeys":[],"type":"channel","channel":"whatsapp","sameAs":"k1.LZ8qp6r89-IYqGB5NlBN9vIymUXl8heRZMD_ErmyI8s","display":"+94 ••• ••• 567","linkedAt":"2026-02-20T10:00:00.000Z","linkedBy":"pipeline","verified":true,"seenAt":"2026-02-20T10:00:00.000Z"}],"unlinked":{},"merges":[{"customerId":"C-2","mergeId":"mrg_tvnt4x0bgbqn82d05qb3ffwe8d","mergedAt":"2026-02-20T08:00:00.000Z","automatic":false}],"parties":[]}');
INSERT INTO customers VALUES(2,'32aa07aa-0000-4000-8000-000000000001','C-2',2,1,'C-1',NULL,0,'2026-02-20T08:00:00.000Z','2026-02-05T09:15:00.000Z',NULL,NULL,'{"made":false,"createdAt":"2026-02-20T08:00:00.000Z","lastUpdated":"2026-02-20T08:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":1,"oldestAt":"2026-02-05T09:15:00.000Z","sessionCount":0,"restingSince":null,"collected":{"plan":{"value":"gold","channel":"voice","conversationId":"conversation-11","at":"2026-02-05T09:15:00.000Z","id":"conversation-11"},"age":{"value":41,"channel":"voice","conversationId":"conversation-11","at":"2026-02-05T09:15:00.000Z","id":"conversation-11"}},"issue":{"closed":null,"first":{"at":"2026-02-05T09:15:00.000Z","id":"conversation-11"},"last":{"place":{"at":"2026-02-05T09:15:00.000Z","id":"conversation-11"},"text":null}},"identifiers":[{"id":"idn_8e225bed66c0ce2efb593e81ec","key":"k1.NbOyKz9hVxblo5kRvF92bj9JcPFhVFdeAWJuyQhnqMQ","otherKeys":[],"type":"phone","channel":null,"display":"+94 ••• ••• 568","verified":true,"linkedAt":"2026-02-20T08:00:00.000Z","linkedBy":"pipeline","sameAs":null,"seenAt":"2026-02-05T09:15:00.000Z"}],"unlinked":{},"merges":[],"parties":[]}');
INSERT INTO customers VALUES(3,'32aa07aa-0000-4000-8000-000000000001','C-3',3,13,NULL,NULL,0,'2026-02-20T08:00:00.000Z','2026-02-06T09:15:00.000Z',NULL,NULL,'{"made":false,"createdAt":"2026-02-20T08:00:00.000Z","lastUpdated":"2026-02-20T08:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":1,"oldestAt":"2026-02-06T09:15:00.000Z","sessionCount":0,"restingSince":null,"collected":{},"issue":{"closed":null,"first":{"at":"2026-02-06T09:15:00.000Z","id":"conversation-12"},"last":{"place":{"at":"2026-02-06T09:15:00.000Z","id":"conversation-12"},"text":null}},"identifiers":[{"id":"idn_0a4cbdd9172016f388fd560f8e","key":"k1.RABmfdp5VbAj8eV4pLT025hPUM1pls7kht2aw_cUZao","otherKeys":[],"type":"phone","channel":null,"display":"+94 ••• ••• 569","verified":true,"linkedAt":"2026-02-20T08:00:00.000Z","linkedBy":"pipeline","sameAs":null,"seenAt":"2026-02-06T09:15:00.000Z"}],"unlinked":{},"merges":[],"parties":[]}');
INSERT INTO customers VALUES(4,'32aa07aa-0000-4000-8000-000000000001','C-4',2,2,NULL,'2026-02-20T09:00:00.000Z',0,'',NULL,NULL,'{"erasureId":"ers_65dgh8680skb0gpm6w9qvtaka9","erasedAt":"2026-02-20T09:00:00.000Z","dryRun":false,"removed":{"interactions":1,"archived":0,"identifiers":1,"sessions":0,"jobs":0}}',NULL);
INSERT INTO customers VALUES(5,'32aa07aa-0000-4000-8000-000000000001','C-5',3,3,NULL,'2026-02-20T09:00:00.000Z',0,'2026-02-20T10:00:00.000Z','2026-02-20T09:59:00.000Z',NULL,NULL,'{"made":false,"createdAt":"2026-02-20T10:00:00.000Z","lastUpdated":"2026-02-20T10:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":1,"oldestAt":"2026-02-20T09:59:00.000Z","sessionCount":0,"restingSince":null,"collected":{},"issue":{"closed":null,"first":{"at":"2026-02-20T09:59:00.000Z","id":"conversation-19"},"last":{"place":{"at":"2026-02-20T09:59:00.000Z","id":"conversation-19"},"text":null}},"identifiers":[{"id":"idn_fc85f8132348e127a4f5b540b0","key":"k1.08vplkbCNYh-JDuqOV6E-QesYkvW3QnTABt4bRYXZxQ","otherKeys":[],"type":"phone","channel":null,"sameAs":null,"display":"+94 ••• ••• 561","linkedAt":"2026-02-20T10:00:00.000Z","linkedBy":"pipeline","verified":true,"seenAt":"2026-02-20T09:59:00.000Z"}],"unlinked":{},"merges":[],"parties":[]}');
INSERT INTO customers VALUES(6,'32aa07aa-0000-4000-8000-000000000001','C-6',2,2,NULL,NULL,0,'2026-02-20T08:00:00.000Z','2026-02-08T09:15:00.000Z',NULL,NULL,'{"made":false,"createdAt":"2026-02-20T08:00:00.000Z","lastUpdated":"2026-02-20T08:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":2,"oldestAt":"2026-02-08T09:15:00.000Z","sessionCount":0,"restingSince":null,"collected":{},"issue":{"closed":null,"first":{"at":"2026-02-08T09:15:00.000Z","id":"conversation-15"},"last":{"place":{"at":"2026-02-09T09:15:00.000Z","id":"conference"},"text":null}},"identifiers":[{"id":"idn_109a74fdfad9bd7e9177ce9eb8","key":"k1.R3pOJXCkYK2zAOMGeICgisQJUEFrJKxQiAOQ9m3jfYo","otherKeys":[],"type":"email","channel":null,"display":"f•••@example.com","verified":false,"linkedAt":"2026-02-20T08:00:00.000Z","linkedBy":"pipeline","sameAs":null,"seenAt":"2026-02-08T09:15:00.000Z"}],"unlinked":{},"merges":[],"parties":[]}');
INSERT INTO customers VALUES(7,'32aa07aa-0000-4000-8000-000000000001','C-7',1,1,NULL,NULL,0,'2026-02-20T08:00:00.000Z','2026-02-08T10:15:00.000Z',NULL,NULL,'{"made":false,"createdAt":"2026-02-20T08:00:00.000Z","lastUpdated":"2026-02-20T08:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":1,"oldestAt":"2026-02-08T10:15:00.000Z","sessionCount":0,"restingSince":null,"collected":{},"issue":{"closed":null,"first":{"at":"2026-02-08T10:15:00.000Z","id":"conversation-16"},"last":{"place":{"at":"2026-02-08T10:15:00.000Z","id":"conversation-16"},"text":null}},"identifiers":[{"id":"idn_f0dc4da89ef0487ce92c045e40","key":"k1.PglN5QtPUIWKBtSSq7g1TAZLCa8arLJOsA8SuktQDKc","otherKeys":[],"type":"phone","channel":null,"sameAs":null,"display":"+94 ••• ••• 562","linkedAt":"2026-02-20T08:00:00.000Z","linkedBy":"pipeline","verified":true,"seenAt":"2026-02-08T10:15:00.000Z"}],"unlinked":{},"merges":[],"parties":[]}');
INSERT INTO customers VALUES(8,'32aa07aa-0000-4000-8000-000000000001','C-8',6,6,NULL,NULL,0,'2026-02-20T08:00:00.000Z','2026-02-09T09:15:00.000Z','2026-02-20T10:00:00.000Z',NULL,'{"made":false,"createdAt":"2026-02-20T08:00:00.000Z","lastUpdated":"2026-02-20T10:00:00.000Z","lastActionAt":"2026-02-20T10:00:00.000Z","actionSequence":2,"interactionCount":1,"oldestAt":"2026-02-09T09:15:00.000Z","sessionCount":1,"restingSince":"2026-02-20T10:00:00.000Z","collected":{"seat":{"value":"12A","channel":"voice","conversationId":"conference","at":"2026-02-09T09:15:00.000Z","id":"conference 16367aacb67a4a01"},"topic":{"value":null,"channel":null,"conversationId":null,"at":"2026-02-20T10:00:00.000Z","id":"~~000000000001.dg1q6rn2ahc2fgst825rmwapg8"},"note":{"value":"calls at noon","channel":null,"conversationId":null,"at":"2026-02-20T10:00:00.000Z","id":"~~000000000001.dg1q6rn2ahc2fgst825rmwapg8"}},"issue":{"closed":null,"first":{"at":"2026-02-09T09:15:00.000Z","id":"conference 16367aacb67a4a01"},"last":{"place":{"at":"2026-02-20T10:00:00.000Z","id":"~~000000000002.pgk5ssgvewr24t8mz1mkrjbhj4"},"text":"Lost luggage"}},"identifiers":[{"id":"idn_42765de79439cc04f2939347c4","key":"k1.ZLGILWJzuV5E3LHWDNhqlLw0By0xpSa-0lnYpgEkhvI","otherKeys":[],"type":"channel","channel":"messaging","display":"•••t-1","verified":true,"linkedAt":"2026-02-20T10:00:00.000Z","linkedBy":"pipeline","sameAs":null,"seenAt":"2026-02-20T10:00:00.000Z"}],"unlinked":{"k1.Ctbw8MVHAEiCOoeU5amBj4yBflzMvAxjmYRhoFR3zo8":"2026-02-20T10:00:00.000Z"},"merges":[],"parties":[{"id":"conference 16367aacb67a4a01","at":"2026-02-09T09:15:00.000Z"}]}');
INSERT INTO customers VALUES(9,'32aa07aa-0000-4000-8000-000000000001','cust_qg4x6ykwknzqdw9107pq8ffbgh',1,1,NULL,NULL,1,'2026-02-20T10:00:00.000Z','2026-02-10T09:15:00.000Z',NULL,NULL,'{"made":true,"createdAt":"2026-02-20T10:00:00.000Z","lastUpdated":"2026-02-20T10:00:00.000Z","lastActionAt":null,"actionSequence":0,"interactionCount":1,"oldestAt":"2026-02-10T09:15:00.000Z","sessionCount":0,"restingSince":null,"collected":{},"issue":{"closed":null,"first":{"at":"2026-02-10T09:15:00.000Z","id":"conversation-20"},"last":{"place":{"at":"2026-02-10T09:15:00.000Z","id":"conversation-20"},"text":null}},"identifiers":[{"id":"idn_110791e5fbe955f426899a4915","key":"k1.DOV0hXxLepEqB4z7zyUiN7lotmyLq57y0Y_0o2zgN8s","otherKeys":[],"type":"email","channel":null,"sameAs":null,"display":"s•••@example.com","linkedAt":"2026-02-20T10:00:00.000Z","linkedBy":"pipeline","verified":true,"seenAt":"2026-02-10T09:15:00.000Z"}],"unlinked":{},"merges":[],"parties":[]}');
CREATE TABLE identifier_keys (
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  erased_at TEXT,
  customer_ids TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) WITHOUT ROWID;
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.08vplkbCNYh-JDuqOV6E-QesYkvW3QnTABt4bRYXZxQ',3,'2026-02-20T09:00:00.000Z','["C-5"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.1j21NiiZcOUsK-bivV4GMmmXx5Niqcs3-4NBfx1AIaQ',2,'2026-02-20T09:00:00.000Z','[]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.8I9k_wPx5JIoKzC3G_luM6X4uo5A3J3I5sN1bc8zNZ8',1,NULL,'["C-1"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.8rQ4dHF7RS_oo51DClmMJeYMS-9o9AT0LmDDMhO5XnE',1,NULL,'["C-1"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.Ctbw8MVHAEiCOoeU5amBj4yBflzMvAxjmYRhoFR3zo8',2,NULL,'[]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.DOV0hXxLepEqB4z7zyUiN7lotmyLq57y0Y_0o2zgN8s',1,NULL,'["cust_qg4x6ykwknzqdw9107pq8ffbgh"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.LZ8qp6r89-IYqGB5NlBN9vIymUXl8heRZMD_ErmyI8s',1,NULL,'["C-1"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.NbOyKz9hVxblo5kRvF92bj9JcPFhVFdeAWJuyQhnqMQ',1,NULL,'["C-2"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.PglN5QtPUIWKBtSSq7g1TAZLCa8arLJOsA8SuktQDKc',1,NULL,'["C-7"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.R3pOJXCkYK2zAOMGeICgisQJUEFrJKxQiAOQ9m3jfYo',1,NULL,'["C-6"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.RABmfdp5VbAj8eV4pLT025hPUM1pls7kht2aw_cUZao',1,NULL,'["C-3"]');
INSERT INTO identifier_keys VALUES('32aa07aa-0000-4000-8000-000000000001','k1.ZLGILWJzuV5E3LHWDNhqlLw0By0xpSa-0lnYpgEkhvI',1,NULL,'["C-8"]');
CREATE TABLE interactions (
  tenant TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  customer INTEGER NOT NULL REFERENCES customers,
  at TEXT NOT NULL,
  sentiment TEXT,
  score REAL,
  summary TEXT,
  collected TEXT
);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-1',1,'2026-01-02T00:00:00.000Z','NEGATIVE',-0.5,'{"conversationId":"conversation-1","channel":"voice","direction":null,"startTime":"2026-01-02T00:00:00.000Z","durationSeconds":60,"resolutionStatus":"RESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":"NEGATIVE","sentimentScore":-0.5,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-2',1,'2026-01-02T05:00:00.000Z',NULL,NULL,'{"conversationId":"conversation-2","channel":"voice","direction":null,"startTime":"2026-01-02T05:00:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-3',1,'2026-01-02T10:00:00.000Z','NEGATIVE',-0.5,'{"conversationId":"conversation-3","channel":"voice","direction":null,"startTime":"2026-01-02T10:00:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":"NEGATIVE","sentimentScore":-0.5,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-4',1,'2026-01-02T15:00:00.000Z',NULL,NULL,'{"conversationId":"conversation-4","channel":"voice","direction":null,"startTime":"2026-01-02T15:00:00.000Z","durationSeconds":60,"resolutionStatus":"RESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-5',1,'2026-01-02T20:00:00.000Z','NEGATIVE',-0.5,'{"conversationId":"conversation-5","channel":"voice","direction":null,"startTime":"2026-01-02T20:00:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":"NEGATIVE","sentimentScore":-0.5,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-6',1,'2026-01-03T01:00:00.000Z',NULL,NULL,'{"conversationId":"conversation-6","channel":"voice","direction":null,"startTime":"2026-01-03T01:00:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-7',1,'2026-01-03T06:00:00.000Z','NEGATIVE',-0.5,'{"conversationId":"conversation-7","channel":"voice","direction":null,"startTime":"2026-01-03T06:00:00.000Z","durationSeconds":60,"resolutionStatus":"RESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":"NEGATIVE","sentimentScore":-0.5,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-8',1,'2026-01-03T11:00:00.000Z',NULL,NULL,'{"conversationId":"conversation-8","channel":"voice","direction":null,"startTime":"2026-01-03T11:00:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-9',1,'2026-01-03T16:00:00.000Z','NEGATIVE',-0.5,'{"conversationId":"conversation-9","channel":"voice","direction":null,"startTime":"2026-01-03T16:00:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":"NEGATIVE","sentimentScore":-0.5,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-10',1,'2026-02-04T09:15:00.000Z',NULL,NULL,'{"conversationId":"conversation-10","channel":"email","direction":"inbound","startTime":"2026-02-04T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":"Billing dispute","agentId":"a-1","agentName":"Ruwan Silva","queueName":"Billing","wrapUpCode":"Billing","outcomeNotes":"Charged twice. Ünïcode • 顧客 “quotes”","summarySource":"agent","sentiment":null,"sentimentScore":null,"followUps":[{"text":"Refund by Friday","dueAt":"2026-02-09T09:15:00.000Z"}],"revisedAt":"2026-02-20T08:00:00.000Z"}','{"ticketId":"1234","name":"Nimali Perera","__proto":true}');
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-11',2,'2026-02-05T09:15:00.000Z','MIXED',NULL,'{"conversationId":"conversation-11","channel":"voice","direction":null,"startTime":"2026-02-05T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":"MIXED","sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}','{"plan":"gold","age":41}');
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-12',3,'2026-02-06T09:15:00.000Z',NULL,NULL,'{"conversationId":"conversation-12","channel":"voice","direction":null,"startTime":"2026-02-06T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-13',4,'',NULL,NULL,NULL,NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-14',5,'',NULL,NULL,NULL,NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-15',6,'2026-02-08T09:15:00.000Z',NULL,NULL,'{"conversationId":"conversation-15","channel":"voice","direction":null,"startTime":"2026-02-08T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-16',7,'2026-02-08T10:15:00.000Z',NULL,NULL,'{"conversationId":"conversation-16","channel":"voice","direction":null,"startTime":"2026-02-08T10:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conference',6,'2026-02-09T09:15:00.000Z',NULL,NULL,'{"conversationId":"conference","channel":"voice","direction":null,"startTime":"2026-02-09T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conference 16367aacb67a4a01',8,'2026-02-09T09:15:00.000Z',NULL,NULL,'{"conversationId":"conference 16367aacb67a4a01","channel":"voice","direction":null,"startTime":"2026-02-09T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T08:00:00.000Z"}','{"seat":"12A"}');
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-19',5,'2026-02-20T09:59:00.000Z',NULL,NULL,'{"conversationId":"conversation-19","channel":"voice","direction":null,"startTime":"2026-02-20T09:59:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T10:00:00.000Z"}',NULL);
INSERT INTO interactions VALUES('32aa07aa-0000-4000-8000-000000000001','conversation-20',9,'2026-02-10T09:15:00.000Z',NULL,NULL,'{"conversationId":"conversation-20","channel":"email","direction":null,"startTime":"2026-02-10T09:15:00.000Z","durationSeconds":60,"resolutionStatus":"UNRESOLVED","intent":null,"agentId":null,"agentName":null,"queueName":null,"wrapUpCode":null,"outcomeNotes":"","summarySource":null,"sentiment":null,"sentimentScore":null,"followUps":[],"revisedAt":"2026-02-20T10:00:00.000Z"}',NULL);
CREATE TABLE agent_actions (
  customer INTEGER NOT NULL REFERENCES customers,
  at TEXT NOT NULL,
  id TEXT NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (customer, at, id)
) WITHOUT ROWID;
INSERT INTO agent_actions VALUES(8,'2026-02-20T10:00:00.000Z','~~000000000001.dg1q6rn2ahc2fgst825rmwapg8','{"kind":"patch","place":{"at":"2026-02-20T10:00:00.000Z","id":"~~000000000001.dg1q6rn2ahc2fgst825rmwapg8"},"values":{"note":"calls at noon","topic":null}}');
INSERT INTO agent_actions VALUES(8,'2026-02-20T10:00:00.000Z','~~000000000002.pgk5ssgvewr24t8mz1mkrjbhj4','{"kind":"statement","place":{"at":"2026-02-20T10:00:00.000Z","id":"~~000000000002.pgk5ssgvewr24t8mz1mkrjbhj4"},"issue":"Lost luggage"}');
CREATE TABLE sessions (
  tenant TEXT NOT NULL,
  session_id TEXT NOT NULL,
  customer INTEGER NOT NULL REFERENCES customers,
  last_activity_at TEXT NOT NULL,
  ended_at TEXT,
  session TEXT,
  told TEXT
);
INSERT INTO sessions VALUES('32aa07aa-0000-4000-8000-000000000001','session-1',1,'2026-02-20T10:00:00.000Z',NULL,'{"sessionId":"session-1","channel":"whatsapp","startedAt":"2026-02-20T10:00:00.000Z","lastActivityAt":"2026-02-20T10:00:00.000Z","endedAt":null,"data":{"ticketId":"1234","nested":{"a":[1]}}}','{"ticketId":{"value":"1234","channel":"whatsapp","conversationId":"session-1","at":"2026-02-20T10:00:00.000Z","id":"~session-1"}}');
INSERT INTO sessions VALUES('32aa07aa-0000-4000-8000-000000000001','session-2',8,'2026-02-20T10:00:00.000Z','2026-02-20T10:00:00.000Z','{"sessionId":"session-2","channel":"messaging","startedAt":"2026-02-20T10:00:00.000Z","lastActivityAt":"2026-02-20T10:00:00.000Z","endedAt":"2026-02-20T10:00:00.000Z","data":{"topic":"meal"}}','{"topic":{"value":"seat","channel":"messaging","conversationId":"session-2","at":"2026-02-20T10:00:00.000Z","id":"~session-2"}}');
CREATE TABLE audit_entries (
  entry INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  at TEXT NOT NULL,
  id TEXT NOT NULL,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  action TEXT NOT NULL,
  conversation_id TEXT,
  request_id TEXT NOT NULL
);
INSERT INTO audit_entries VALUES(1,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_8dn9wgzqejcaxq3f2vdd5nce9s','service','pipeline','record_interaction','conversation-1','req_1');
INSERT INTO audit_entries VALUES(2,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_gxaqztnqnjtffbhg8gq8fc924k','service','pipeline','record_interaction','conversation-2','req_1');
INSERT INTO audit_entries VALUES(3,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_kekh6prkrk945q68n4cmv3btpr','service','pipeline','record_interaction','conversation-3','req_1');
INSERT INTO audit_entries VALUES(4,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_0tph0jnw5f1g9qbxdpywy3q889','service','pipeline','record_interaction','conversation-4','req_1');
INSERT INTO audit_entries VALUES(5,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_9536eb5qmjgnx1tp1sqvbsctqh','service','pipeline','record_interaction','conversation-5','req_1');
INSERT INTO audit_entries VALUES(6,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_rxpgb3e4v4zfqmbbee8h1b6gqs','service','pipeline','record_interaction','conversation-6','req_1');
INSERT INTO audit_entries VALUES(7,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_326jaxjbjc71dcvrhw895cfafw','service','pipeline','record_interaction','conversation-7','req_1');
INSERT INTO audit_entries VALUES(8,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_86rbk6yh51sp4et4b90bh2w4n0','service','pipeline','record_interaction','conversation-8','req_1');
INSERT INTO audit_entries VALUES(9,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_ap8x7fts3xx0dgfgnejjt4begw','service','pipeline','record_interaction','conversation-9','req_1');
INSERT INTO audit_entries VALUES(10,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_vc4qhrfk52gbveyb1dbaafgkff','service','pipeline','record_interaction','conversation-10','req_1');
INSERT INTO audit_entries VALUES(11,'32aa07aa-0000-4000-8000-000000000001','C-2','2026-02-20T08:00:00.000Z','aud_w87b8e5xbk6hrj4caa5xk98g16','service','pipeline','record_interaction','conversation-11','req_1');
INSERT INTO audit_entries VALUES(12,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_6n3x81pykp1v1bxx79pya8yck0','agent','agent-1','merge',NULL,'req_2');
INSERT INTO audit_entries VALUES(13,'32aa07aa-0000-4000-8000-000000000001','C-2','2026-02-20T08:00:00.000Z','aud_4r4zbx8vb99xay4h31kntfdjn2','agent','agent-1','merge',NULL,'req_2');
INSERT INTO audit_entries VALUES(14,'32aa07aa-0000-4000-8000-000000000001','C-3','2026-02-20T08:00:00.000Z','aud_hwwc7mwn970g8t1dpy4p27hbv5','service','pipeline','record_interaction','conversation-12','req_1');
INSERT INTO audit_entries VALUES(15,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_axmha42xr23zey6270atrkhbwd','agent','agent-1','merge',NULL,'req_2');
INSERT INTO audit_entries VALUES(16,'32aa07aa-0000-4000-8000-000000000001','C-3','2026-02-20T08:00:00.000Z','aud_ejwfqa289tdggk0vmp3b2egbbg','agent','agent-1','merge',NULL,'req_2');
INSERT INTO audit_entries VALUES(17,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T08:00:00.000Z','aud_3km53dkans966q50gbyjpdhes9','agent','agent-1','undo_merge',NULL,'req_2');
INSERT INTO audit_entries VALUES(18,'32aa07aa-0000-4000-8000-000000000001','C-3','2026-02-20T08:00:00.000Z','aud_w5nafp61q4cn7pgs862tscgf6n','agent','agent-1','undo_merge',NULL,'req_2');
INSERT INTO audit_entries VALUES(19,'32aa07aa-0000-4000-8000-000000000001','C-4','2026-02-20T08:00:00.000Z','aud_bwevk8v0sdfy071ebpkyvckt0j','service','pipeline','record_interaction','conversation-13','req_1');
INSERT INTO audit_entries VALUES(20,'32aa07aa-0000-4000-8000-000000000001','C-5','2026-02-20T08:00:00.000Z','aud_pgndej09sf7a6ppwrxez4sdvpb','service','pipeline','record_interaction','conversation-14','req_1');
INSERT INTO audit_entries VALUES(21,'32aa07aa-0000-4000-8000-000000000001','C-6','2026-02-20T08:00:00.000Z','aud_qwzj0c1d8rxpks9tj6wryzejtj','service','pipeline','record_interaction','conversation-15','req_1');
INSERT INTO audit_entries VALUES(22,'32aa07aa-0000-4000-8000-000000000001','C-7','2026-02-20T08:00:00.000Z','aud_txgj65p1wawy7qf70h76r9ms7h','service','pipeline','record_interaction','conversation-16','req_1');
INSERT INTO audit_entries VALUES(23,'32aa07aa-0000-4000-8000-000000000001','C-6','2026-02-20T08:00:00.000Z','aud_9f8tn3m3d8zgnte9wcy40bjr62','service','pipeline','record_interaction','conference','req_1');
INSERT INTO audit_entries VALUES(24,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T08:00:00.000Z','aud_fp444svabb5d4bptjwrvb7yxcy','service','pipeline','record_interaction','conference','req_1');
INSERT INTO audit_entries VALUES(25,'32aa07aa-0000-4000-8000-000000000001','C-4','2026-02-20T09:00:00.000Z','aud_mj2xtfywv9eqwhr4ae9rmwzker','service','pipeline','erase',NULL,'req_1');
INSERT INTO audit_entries VALUES(26,'32aa07aa-0000-4000-8000-000000000001','C-5','2026-02-20T09:00:00.000Z','aud_fetgecagnmge2zw4sm58jsfzga','service','pipeline','erase',NULL,'req_1');
INSERT INTO audit_entries VALUES(27,'32aa07aa-0000-4000-8000-000000000001','C-5','2026-02-20T10:00:00.000Z','aud_e2cncpb10512emst1m3txv2b7g','service','pipeline','record_interaction','conversation-19','req_1');
INSERT INTO audit_entries VALUES(28,'32aa07aa-0000-4000-8000-000000000001','cust_qg4x6ykwknzqdw9107pq8ffbgh','2026-02-20T10:00:00.000Z','aud_rhwtxshc0xjhjvx74ycbvye32w','service','pipeline','record_interaction','conversation-20','req_1');
INSERT INTO audit_entries VALUES(29,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T10:00:00.000Z','aud_54tv5wzymfbgfx75c3kt9vh79q','service','pipeline','put_session',NULL,'req_1');
INSERT INTO audit_entries VALUES(30,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T10:00:00.000Z','aud_mvrw44372qdth336d2xwd267k4','service','pipeline','put_session',NULL,'req_1');
INSERT INTO audit_entries VALUES(31,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T10:00:00.000Z','aud_hrrd8mas9fmzn28e844vs6nkag','service','pipeline','put_session',NULL,'req_1');
INSERT INTO audit_entries VALUES(32,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T10:00:00.000Z','aud_704k62a7kcdsfhjcv41egdj5pk','agent','agent-1','patch_collected_data',NULL,'req_2');
INSERT INTO audit_entries VALUES(33,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T10:00:00.000Z','aud_q1yq0wsx6cfhwh167rpa4vv1a9','agent','agent-1','state_issue',NULL,'req_2');
INSERT INTO audit_entries VALUES(34,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T10:00:00.000Z','aud_j3znyqzytkfrg4cg2tfps1eg3r','agent','agent-1','unlink_identifier',NULL,'req_2');
INSERT INTO audit_entries VALUES(35,'32aa07aa-0000-4000-8000-000000000001','C-8','2026-02-20T10:00:00.000Z','aud_f6q5s8vjecd2sx9w1n4kczzppg','agent','agent-1','read',NULL,'req_2');
INSERT INTO audit_entries VALUES(36,'32aa07aa-0000-4000-8000-000000000001','C-1','2026-02-20T10:00:00.000Z','aud_7f1g148cj5f73867bymkrsjf44','agent','agent-1','lookup','asked-in','req_2');
INSERT INTO audit_entries VALUES(37,'32aa07aa-0000-4000-8000-000000000001','C-6','2026-02-20T10:00:00.000Z','aud_b1z5emtq36rpdcbxcw6xjfdkbh','agent','agent-1','lookup','asked-in','req_2');
CREATE TABLE inbox_jobs (
  tenant TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  revision INTEGER NOT NULL,
  triggered INTEGER NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  passes INTEGER NOT NULL DEFAULT 0,
  digest TEXT,
  lease_token TEXT,
  lease_until INTEGER,
  reason TEXT,
  first_failed_at INTEGER,
  last_failed_at INTEGER,
  dead_letter_id TEXT,
  touched_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, conversation_id)
) WITHOUT ROWID;
INSERT INTO inbox_jobs VALUES('32aa07aa-0000-4000-8000-000000000001','dies','customer.end',1,1,NULL,1,0,NULL,NULL,NULL,'no_start',1771581600000,1771581600000,'dl_1',1771581600000);
INSERT INTO inbox_jobs VALUES('32aa07aa-0000-4000-8000-000000000001','waits','customer.end',1,1,1771581660000,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1771581600000);
CREATE TABLE inbox_events (
  tenant TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  session_id TEXT NOT NULL,
  event_time INTEGER NOT NULL,
  PRIMARY KEY (tenant, conversation_id, topic, session_id, event_time)
) WITHOUT ROWID;
INSERT INTO inbox_events VALUES('32aa07aa-0000-4000-8000-000000000001','dies','customer.end','s',1771581600000);
INSERT INTO inbox_events VALUES('32aa07aa-0000-4000-8000-000000000001','waits','customer.end','s',1771581600000);
CREATE INDEX customers_by_oldest ON customers (tenant, oldest_at) WHERE oldest_at IS NOT NULL;
CREATE INDEX customers_by_rest ON customers (tenant, resting_since) WHERE resting_since IS NOT NULL;
CREATE UNIQUE INDEX customers_by_id ON customers (tenant, customer_id);
CREATE UNIQUE INDEX interactions_by_conversation ON interactions (tenant, conversation_id);
CREATE INDEX interactions_by_place ON interactions (customer, at, conversation_id) WHERE summary IS NOT NULL;
CREATE INDEX interactions_by_sentiment ON interactions (customer, at, conversation_id, sentiment, score)
  WHERE sentiment IS NOT NULL;
CREATE UNIQUE INDEX sessions_by_id ON sessions (tenant, session_id);
CREATE INDEX sessions_by_activity ON sessions (customer, last_activity_at);
CREATE INDEX audit_entries_by_customer ON audit_entries (tenant, customer_id, at, id);
CREATE INDEX inbox_jobs_due ON inbox_jobs (tenant, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX inbox_jobs_leased ON inbox_jobs (tenant, lease_until) WHERE lease_until IS NOT NULL;
CREATE UNIQUE INDEX inbox_jobs_dead ON inbox_jobs (tenant, dead_letter_id) WHERE dead_letter_id IS NOT NULL;
CREATE INDEX inbox_jobs_idle ON inbox_jobs (touched_at) WHERE due_at IS NULL AND dead_letter_id IS NULL;
COMMIT;
PRAGMA user_version = 2;
