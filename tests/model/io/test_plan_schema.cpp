// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/json_document.h"
#include "model/io/plan_format.h"
#include "model/io/plan_reader.h"
#include "model/io/plan_writer.h"
#include "tests/model/io/random_plan.h"
#include "tests/support/cases.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#ifdef WHIMBREL_HAS_VALIJSON
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#endif

using namespace whimbrel;

namespace {

const QString schemaPath
    = QStringLiteral(WHIMBREL_SOURCE "/resources/schema/whimbrel-plan.schema.json");

/// What no schema can say, so that a file refused for it alone passes the schema.
bool isBeyondSchemas(const QString& folder)
{
    return QFile::exists(folder + QStringLiteral("/beyond-schema"));
}

} // namespace

class TestPlanSchema final : public QObject {
    Q_OBJECT

private slots:
    /// The file that ships is the one that the reader's own tables give.
    void theShippedSchemaIsThatOfTheReader()
    {
        QVERIFY(test::equalsGolden(schemaPath, format::planSchema()));
        QVERIFY(QJsonDocument::fromJson(test::contentOf(schemaPath)).isObject());
    }

#ifdef WHIMBREL_HAS_VALIJSON
    void itAcceptsWhatTheReaderAccepts_data()
    {
        test::addRowPerCase(QStringLiteral("io/accepted"));
    }
    void itAcceptsWhatTheReaderAccepts()
    {
        QFETCH(QString, folder);
        QVERIFY(accepts(test::contentOf(folder + QStringLiteral("/plan.whimbrel"))));
        QVERIFY(accepts(test::contentOf(folder + QStringLiteral("/canonical.whimbrel"))));
    }

    void itAcceptsWhatTheWriterWrites()
    {
        QRandomGenerator random(5);
        for (int i = 0; i < 100; ++i) {
            QVERIFY(accepts(writePlan(test::randomPlan(random))));
        }
    }

    void itRefusesWhatTheReaderRefuses_data()
    {
        test::addRowPerCase(QStringLiteral("io/refused"));
    }
    void itRefusesWhatTheReaderRefuses()
    {
        QFETCH(QString, folder);
        const QByteArray json = test::contentOf(folder + QStringLiteral("/plan.whimbrel"));
        QList<Violation> violations;
        if (!isBeyondSchemas(folder) && !JsonDocument::parse(json, maxPlanDepth, violations)) {
            return; // no JSON at all; Qt's parser would let some of it pass
        }
        QCOMPARE(accepts(json), isBeyondSchemas(folder));
    }

private:
    bool accepts(const QByteArray& json)
    {
        if (!m_isParsed) {
            const QJsonValue schema(QJsonDocument::fromJson(test::contentOf(schemaPath)).object());
            valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
            parser.populateSchema(valijson::adapters::QtJsonAdapter(schema), m_schema);
            m_isParsed = true;
        }
        const QJsonDocument document = QJsonDocument::fromJson(json);
        const QJsonValue value
            = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        return validator.validate(m_schema, valijson::adapters::QtJsonAdapter(value), nullptr);
    }

    valijson::Schema m_schema{};
    bool m_isParsed = false;
#endif
};

QTEST_GUILESS_MAIN(TestPlanSchema)
#include "test_plan_schema.moc"
