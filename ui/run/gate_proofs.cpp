// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/gate_proofs.h"

#include "model/exec/ssh_signature.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_models.h"
#include "ui/run/signers.h"
#include "ui/session/background.h"

namespace whimbrel {

GateProofs::GateProofs(RunController& controller, JournalModel& journal, QObject* parent)
    : QObject(parent)
    , m_controller(controller)
    , m_journal(journal)
{ }

void GateProofs::take(const Event& event)
{
    if (event.type != EventType::GateAnswered) {
        return;
    }
    inBackground(
        this,
        [events = m_controller.events(), number = event.number,
            signers = signersFor(m_controller.planPath())] {
            SignatureProof proof;
            for (const GateAnswer& answer : gateAnswers(events)) {
                if (answer.event == number) {
                    proof = checkSignature(answer, signers);
                }
            }
            return proof;
        },
        [this, number = event.number](
            const SignatureProof& proof) { m_journal.annotate(number, proofText(proof)); });
}

} // namespace whimbrel
