// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sequence/sequence_digest.h"

#include <QCryptographicHash>

namespace whimbrel {

namespace {

void addField(QCryptographicHash& hash, const QString& field)
{
    hash.addData(field.toUtf8());
    hash.addData(QByteArrayView("\0", 1));
}

template <class Ids>
void addIds(QCryptographicHash& hash, const Ids& ids)
{
    for (const auto& id : ids) {
        addField(hash, id.text());
    }
    addField(hash, {});
}

struct Digester {
    QCryptographicHash& hash;

    void operator()(const Message& message) const
    {
        addField(hash, QString::number(static_cast<int>(message.kind)));
        addField(hash, message.from.text());
        addField(hash, message.to.text());
        addField(hash, message.text);
        addIds(hash, message.nodes);
        addField(hash, message.edge.text());
        addField(hash, QString::number(message.activates ? 1 : 0));
        if (message.beside) {
            addField(hash, QStringLiteral("beside"));
        }
    }
    void operator()(const Fragment& fragment) const
    {
        addField(hash, QString::number(static_cast<int>(fragment.kind)));
        addField(hash, fragment.text);
        addIds(hash, fragment.over);
        addField(hash, fragment.refersTo.text());
        addIds(hash, fragment.nodes);
        for (const Operand& operand : fragment.operands) {
            addField(hash, operand.guard);
        }
    }
    void operator()(const SequenceNote& note) const
    {
        addField(hash, QString::number(static_cast<int>(note.side)));
        addIds(hash, note.over);
        addField(hash, note.text);
    }
    void operator()(const StatePill& state) const
    {
        addField(hash, state.on.text());
        addField(hash, state.text);
    }
    void operator()(const Activation& activation) const
    {
        addField(hash, activation.on.text());
        addField(hash, QString::number(activation.ends ? 1 : 0));
    }
};

} // namespace

QString digestOf(const SequencePart& part)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addField(hash, QString::number(part.body.index()));
    std::visit(Digester{hash}, part.body);
    return QString::fromLatin1(hash.result().toHex().first(8));
}

} // namespace whimbrel
