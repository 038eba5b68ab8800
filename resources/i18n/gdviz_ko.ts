<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>&amp;Copy versions</source>
        <translation>버전 정보 복사(&amp;C)</translation>
    </message>
    <message>
        <source>About gdviz</source>
        <translation>gdviz 정보</translation>
    </message>
    <message>
        <source>Gradient descent, made visible: step by step, run beside run.</source>
        <translation>경사 하강법(gradient descent)을 눈으로 봅니다: 한 스텝씩, 여러 실행을 나란히.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>버전과 라이선스</translation>
    </message>
</context>
<context>
    <name>AddRecorded</name>
    <message>
        <source>Add recorded run</source>
        <translation>기록된 실행 추가</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>모든 파일</translation>
    </message>
    <message>
        <source>Is {file} a recorded run, or are these samples?</source>
        <translation>{file}: 기록된 실행입니까, 아니면 샘플입니까?</translation>
    </message>
    <message>
        <source>Its columns are {found}. Of a recorded run {known}.</source>
        <translation>이 파일의 열: {found}. 기록된 실행이라면 {known}.</translation>
    </message>
    <message>
        <source>Recorded beside the computed runs: {run}, {n} rows.</source>
        <translation>계산된 실행 옆에 기록을 두었습니다: {run}, {n}행.</translation>
    </message>
    <message>
        <source>Recorded run</source>
        <translation>기록된 실행</translation>
    </message>
    <message>
        <source>Recorded runs ({suffixes})</source>
        <translation>기록된 실행({suffixes})</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>The recorded run was not added.</source>
        <translation>기록된 실행을 추가하지 못했습니다.</translation>
    </message>
    <message>
        <source>add a recorded run</source>
        <translation>기록된 실행 추가</translation>
    </message>
</context>
<context>
    <name>AheadSign</name>
    <message>
        <source>What lies ahead of the playhead is hidden. The key H shows it.</source>
        <translation>아직 재생하지 않은 부분은 가려 두었습니다. H 키를 누르면 보입니다.</translation>
    </message>
    <message>
        <source>ahead hidden (H)</source>
        <translation>앞으로의 경로 숨김(H)</translation>
    </message>
</context>
<context>
    <name>AllowDataBox</name>
    <message>
        <source>&amp;Open without them</source>
        <translation>읽지 않고 열기(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Read the files</source>
        <translation>파일 읽기(&amp;R)</translation>
    </message>
    <message>
        <source>Read them if you know where the experiment comes from. Their numbers are then drawn here, and exported files may hold them.</source>
        <translation>어디서 온 실험인지 알 때만 읽으세요. 읽으면 그 파일의 값이 여기에 그려지고, 내보내는 파일에도 담길 수 있습니다.</translation>
    </message>
    <message>
        <source>This experiment uses files outside its folder.</source>
        <translation>이 실험은 자기 폴더 밖에 있는 파일을 사용합니다.</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>그 밖에 {n}개</translation>
    </message>
    <message>
        <source>“{name}” uses files outside its folder.</source>
        <translation>“{name}” 실험은 자기 폴더 밖에 있는 파일을 사용합니다.</translation>
    </message>
</context>
<context>
    <name>ArrivalsCard</name>
    <message>
        <source>Computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>Every start that was tried leads there.</source>
        <translation>시도한 시작점에서 모두 그곳에 도착합니다.</translation>
    </message>
    <message>
        <source>Nothing guarantees it; here it is another start that helps.</source>
        <translation>도착을 보장하는 방법은 없습니다. 여기서는 다른 시작점이 도움이 됩니다.</translation>
    </message>
    <message>
        <source>Nothing guarantees it; several things help.</source>
        <translation>도착을 보장하는 방법은 없지만, 도움이 되는 방법은 여럿입니다.</translation>
    </message>
    <message>
        <source>Nothing guarantees it; what helps elsewhere does not help here.</source>
        <translation>도착을 보장하는 방법은 없습니다. 다른 곳에서 도움이 되는 방법도 여기서는 도움이 되지 않습니다.</translation>
    </message>
    <message>
        <source>Paths of all methods that diverge: {n}.</source>
        <translation>세 방법을 합해 발산한 경로: {n}개.</translation>
    </message>
    <message>
        <source>Show where the balls of this method roll</source>
        <translation>이 방법의 공들이 어디로 굴러가는지 봅니다</translation>
    </message>
    <message>
        <source>Too many samples to follow so many paths.</source>
        <translation>샘플이 너무 많아 이렇게 많은 경로를 따라갈 수 없습니다.</translation>
    </message>
    <message>
        <source>Who arrives?</source>
        <translation>누가 도착하나?</translation>
    </message>
    <message>
        <source>from here</source>
        <translation>이 시작점</translation>
    </message>
    <message>
        <source>larger rate, η {rate}</source>
        <translation>더 큰 학습률, η {rate}</translation>
    </message>
    <message>
        <source>momentum 0.9, η {rate}</source>
        <translation>모멘텀 0.9, η {rate}</translation>
    </message>
    <message>
        <source>plain GD, η {rate}</source>
        <translation>경사 하강법, η {rate}</translation>
    </message>
    <message>
        <source>random starts</source>
        <translation>무작위 시작점</translation>
    </message>
    <message>
        <source>the global minimum</source>
        <translation>전역 최소점</translation>
    </message>
    <message>
        <source>the lowest point that was found</source>
        <translation>찾은 것 중 가장 낮은 점</translation>
    </message>
    <message>
        <source>{count} of {all} random starts of plain GD arrive in {goal}.</source>
        <translation>경사 하강법: 무작위 시작점 {all}개 중 {count}개가 도착({goal}).</translation>
    </message>
</context>
<context>
    <name>ArrowMenu</name>
    <message>
        <source>&amp;Arrows</source>
        <translation>화살표(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Gradient arrow (uphill)</source>
        <translation>그레이디언트 화살표, 오르막 방향(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Momentum arrow</source>
        <translation>모멘텀 화살표(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Update arrow</source>
        <translation>갱신 화살표(&amp;U)</translation>
    </message>
    <message>
        <source>No step follows the last one: there is nothing to draw.</source>
        <translation>마지막 스텝 뒤에는 스텝이 없어서 그릴 것이 없습니다.</translation>
    </message>
    <message>
        <source>The fog hides the arrows.</source>
        <translation>안개 속에서는 화살표가 보이지 않습니다.</translation>
    </message>
    <message>
        <source>The gradient is 0 here: there is nothing to draw.</source>
        <translation>여기서는 그레이디언트가 0이라서 그릴 것이 없습니다.</translation>
    </message>
    <message>
        <source>The gradient is not known here: there is nothing to draw.</source>
        <translation>여기서는 그레이디언트를 알 수 없어서 그릴 것이 없습니다.</translation>
    </message>
    <message>
        <source>The next step is ahead of the playhead, and what is ahead is hidden.</source>
        <translation>다음 스텝은 아직 재생하지 않아서 가려져 있습니다.</translation>
    </message>
    <message>
        <source>The run is too long for its momentum to be known: there is nothing to draw.</source>
        <translation>실행이 너무 길어 모멘텀을 알 수 없으므로 그릴 화살표가 없습니다.</translation>
    </message>
    <message>
        <source>{run} keeps no momentum: there is nothing to draw.</source>
        <translation>{run}: 모멘텀이 없어서 그릴 화살표가 없습니다.</translation>
    </message>
    <message>
        <source>{slot}: what is kept of the gradients so far, on the scale of the gradient's arrow.</source>
        <translation>{slot}: 지금까지의 그레이디언트에서 남은 모멘텀(momentum)입니다. 그레이디언트 화살표와 같은 눈금으로 그립니다.</translation>
    </message>
    <message>
        <source>Δw: the step itself, at its true length.</source>
        <translation>Δw: 스텝 그 자체이며 실제 길이로 그립니다.</translation>
    </message>
    <message>
        <source>∇{symbol}: points uphill; its length on the surface says nothing.</source>
        <translation>∇{symbol}: 오르막을 가리킵니다. 곡면 위의 길이에는 뜻이 없습니다.</translation>
    </message>
</context>
<context>
    <name>BasinSwitch</name>
    <message>
        <source>Basins</source>
        <translation>도달 최소점</translation>
    </message>
    <message>
        <source>Basins of attraction: the minimum that each start arrives in (M)</source>
        <translation>끌림 영역(basin of attraction): 시작점마다 어느 최소점에 도달하나 (M)</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>곡면</translation>
    </message>
    <message>
        <source>The loss, as a heat map</source>
        <translation>손실을 색으로 나타낸 곡면</translation>
    </message>
</context>
<context>
    <name>BasinTool</name>
    <message>
        <source>1 step</source>
        <translation>1스텝</translation>
    </message>
    <message>
        <source>Ctrl+click opens the run from there.</source>
        <translation>Ctrl을 누르고 클릭하면 그곳에서 출발하는 실행을 엽니다.</translation>
    </message>
    <message>
        <source>Each step sees all samples, not a batch.</source>
        <translation>스텝마다 배치가 아니라 전체 샘플을 봅니다.</translation>
    </message>
    <message>
        <source>From here: diverges.</source>
        <translation>여기서 시작하면 발산합니다.</translation>
    </message>
    <message>
        <source>From here: in a valley after {steps}.</source>
        <translation>여기서 시작하면 {steps} 뒤 골짜기에 도달합니다.</translation>
    </message>
    <message>
        <source>From here: in no minimum after {steps}.</source>
        <translation>여기서 시작하면 {steps} 뒤에도 최소점에 도달하지 못합니다.</translation>
    </message>
    <message>
        <source>From here: minimum {place} after {steps}.</source>
        <translation>여기서 시작하면 {steps} 뒤 도달하는 최소점: {place}</translation>
    </message>
    <message>
        <source>Starts in the plane shown, laid through the run's own.</source>
        <translation>시작점은 실행의 시작점을 지나도록 옮긴 현재 평면 위에 있습니다.</translation>
    </message>
    <message>
        <source>Where starts arrive with {run}; darker: more steps.</source>
        <translation>{run}: 시작점마다 도달하는 최소점. 어두울수록 스텝이 많습니다.</translation>
    </message>
    <message>
        <source>With so many steps or samples a map of starts takes too long.</source>
        <translation>스텝이나 샘플이 너무 많아 시작점 지도를 계산할 수 없습니다.</translation>
    </message>
    <message>
        <source>Without the gradient's noise.</source>
        <translation>그레이디언트의 잡음은 뺐습니다.</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n}스텝</translation>
    </message>
    <message>
        <source>{percent} % computed.</source>
        <translation>{percent} % 계산.</translation>
    </message>
</context>
<context>
    <name>BatchCards</name>
    <message>
        <source>Batch {i}</source>
        <translation>배치 {i}</translation>
    </message>
    <message>
        <source>Batch {i} of {all}: {n} samples. Click to go there.</source>
        <translation>배치 {i}/{all}: 샘플 {n}개. 누르면 그리로 갑니다.</translation>
    </message>
    <message>
        <source>Epoch {e}</source>
        <translation>에포크 {e}</translation>
    </message>
    <message>
        <source>The batches of the epoch</source>
        <translation>에포크의 배치</translation>
    </message>
    <message>
        <source>a bar is the residual |ŷ − y| of a sample</source>
        <translation>막대 하나는 샘플 하나의 잔차 크기 |ŷ − y|</translation>
    </message>
    <message>
        <source>a bar is the residual |ŷ − y| of a sample, its line that after the update</source>
        <translation>막대 하나는 샘플 하나의 잔차 크기 |ŷ − y|, 가로선은 갱신 뒤의 크기</translation>
    </message>
    <message>
        <source>all {all} batches are done</source>
        <translation>배치 {all}개를 모두 썼습니다</translation>
    </message>
    <message>
        <source>bars: {n} of the {all} residuals of each batch</source>
        <translation>막대: 배치마다 잔차 {all}개 중 {n}개</translation>
    </message>
    <message>
        <source>more</source>
        <translation>개 더</translation>
    </message>
    <message>
        <source>next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>next: epoch {e}, iteration {i} of {all}, {n} samples</source>
        <translation>다음: 에포크 {e}, 이터레이션 {i}/{all}, 샘플 {n}개</translation>
    </message>
    <message>
        <source>sample {i}: residual {size}</source>
        <translation>샘플 {i}: 잔차 {size}</translation>
    </message>
    <message>
        <source>the batch is done</source>
        <translation>배치를 썼습니다</translation>
    </message>
    <message>
        <source>{i} of {all} iterations made</source>
        <translation>이터레이션 {all}회 중 {i}회 완료</translation>
    </message>
</context>
<context>
    <name>BatchOverlays</name>
    <message>
        <source>Batches are drawn over one or two parameters.</source>
        <translation>배치는 매개변수가 하나나 둘일 때 그립니다.</translation>
    </message>
    <message>
        <source>Each step of this run sees all samples: there are no batches to compare.</source>
        <translation>이 실행은 스텝마다 모든 샘플을 보므로 비교할 배치가 없습니다.</translation>
    </message>
    <message>
        <source>The noise ball is known at the end of the run, and what is ahead is hidden.</source>
        <translation>잡음 공은 실행이 끝나야 알 수 있는데, 앞으로의 경로를 숨기고 있습니다.</translation>
    </message>
    <message>
        <source>Theory has no noise ball here: it needs the end of a run of a linear rule at a minimum.</source>
        <translation>여기서는 이론값이 없습니다. 갱신 규칙이 선형이고 실행이 최소점에서 끝나야 이론값을 구합니다.</translation>
    </message>
    <message>
        <source>Where the next steps lead lies ahead of the playhead: hidden (H).</source>
        <translation>다음 스텝이 닿는 곳은 아직 재생하지 않은 부분이라 가려 두었습니다(H).</translation>
    </message>
    <message>
        <source>as measured in the last quarter of the run, {size}</source>
        <translation>실행의 마지막 4분의 1에서 잰 값, {size}</translation>
    </message>
    <message>
        <source>loss of the current batch, at the levels of the whole</source>
        <translation>현재 배치의 손실(전체 손실과 같은 높이의 등고선)</translation>
    </message>
    <message>
        <source>noise ball as predicted (2σ), root of the variance {size}</source>
        <translation>예측한 잡음 공(2σ), 분산의 제곱근 {size}</translation>
    </message>
    <message>
        <source>● where the steps of the {n} batches lead, ◆ that of all samples</source>
        <translation>● 배치 {n}개의 스텝이 닿는 곳, ◆ 모든 샘플의 스텝</translation>
    </message>
    <message>
        <source>● where the steps of the {n} batches lead, ◆ that of all samples; drawn {times} times as long</source>
        <translation>● 배치 {n}개의 스텝이 닿는 곳, ◆ 모든 샘플의 스텝({times}배로 그림)</translation>
    </message>
</context>
<context>
    <name>BatchStrip</name>
    <message>
        <source>Losses of the samples, and the batches of the epoch</source>
        <translation>샘플별 손실과 에포크의 배치</translation>
    </message>
    <message>
        <source>batch {loss}</source>
        <translation>배치 {loss}</translation>
    </message>
    <message>
        <source>iteration {i} of {all}: {n} samples</source>
        <translation>이터레이션 {i}/{all}: 샘플 {n}개</translation>
    </message>
    <message>
        <source>its loss {loss}</source>
        <translation>이 샘플의 손실 {loss}</translation>
    </message>
    <message>
        <source>mean J = {loss}</source>
        <translation>평균 J = {loss}</translation>
    </message>
    <message>
        <source>mean of all {n}: {loss}</source>
        <translation>전체 {n}개의 평균: {loss}</translation>
    </message>
    <message>
        <source>sample {i}: loss {loss}</source>
        <translation>샘플 {i}: 손실 {loss}</translation>
    </message>
    <message>
        <source>sample {i}: loss {loss}, after the update {after}</source>
        <translation>샘플 {i}: 손실 {loss}, 갱신 뒤 {after}</translation>
    </message>
</context>
<context>
    <name>BatchSwitches</name>
    <message>
        <source>Loss of the &amp;current batch on the surface</source>
        <translation>현재 배치의 손실을 곡면에 표시(&amp;C)</translation>
    </message>
    <message>
        <source>No&amp;ise ball on the surface</source>
        <translation>잡음 공을 곡면에 표시(&amp;I)</translation>
    </message>
    <message>
        <source>Steps of all &amp;batches on the surface</source>
        <translation>모든 배치의 스텝을 곡면에 표시(&amp;B)</translation>
    </message>
</context>
<context>
    <name>ChangedFileBox</name>
    <message>
        <source>If you save here, the other version stays beside it under a new name.</source>
        <translation>여기에 저장하면 다른 창이나 프로그램이 저장한 내용은 같은 폴더에 새 이름으로 남습니다.</translation>
    </message>
    <message>
        <source>Save here</source>
        <translation>여기에 저장</translation>
    </message>
    <message>
        <source>Save under another name…</source>
        <translation>다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Show the other version</source>
        <translation>다른 내용 보기</translation>
    </message>
    <message>
        <source>{file} was changed by another window or program since it was opened or saved here.</source>
        <translation>이 창에서 열거나 저장한 뒤에 다른 창이나 프로그램이 {file} 파일을 바꾸었습니다.</translation>
    </message>
    <message>
        <source>{file} was deleted, moved or renamed since it was opened here.</source>
        <translation>이 창에서 연 뒤에 {file} 파일이 삭제되었거나, 위치 또는 이름이 바뀌었습니다.</translation>
    </message>
</context>
<context>
    <name>ClassLesson</name>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>마치기</translation>
    </message>
    <message>
        <source>First the question: Return shows what is right.</source>
        <translation>먼저 질문입니다. Enter를 누르면 정답이 나옵니다.</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>정답 보기</translation>
    </message>
    <message>
        <source>{title}: part {k} of {n}</source>
        <translation>{title} ({k}/{n})</translation>
    </message>
</context>
<context>
    <name>ColumnFold</name>
    <message>
        <source>Runs</source>
        <translation>실행 목록</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>The arithmetic of the step</source>
        <translation>스텝의 계산 과정</translation>
    </message>
    <message>
        <source>The runs side by side</source>
        <translation>실행을 나란히 비교</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>&amp;About gdviz…</source>
        <translation>gdviz 정보(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Copy image</source>
        <translation>이미지 복사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Draw the learning rate</source>
        <translation>학습률 직접 그리기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Export image…</source>
        <translation>이미지 내보내기(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Fit the surface</source>
        <translation>곡면 전체 보기(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Glossary…</source>
        <translation>용어 풀이(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Hide what is ahead</source>
        <translation>앞으로의 경로 숨기기(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys…</source>
        <translation>단축키(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>새로 만들기(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Previous lesson</source>
        <translation>이전 실습(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>저장(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Search…</source>
        <translation>검색(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Stage by stage: forward</source>
        <translation>스텝 안에서 한 단계 앞으로(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Usual type</source>
        <translation>보통 글자(&amp;U)</translation>
    </message>
    <message>
        <source>2-D and 3-D &amp;side by side</source>
        <translation>2차원과 3차원 나란히(&amp;S)</translation>
    </message>
    <message>
        <source>A &amp;tour of the window…</source>
        <translation>창 둘러보기(&amp;T)…</translation>
    </message>
    <message>
        <source>A learning rate that you set now holds for the whole run.</source>
        <translation>이제 바꾸는 학습률은 실행 전체에 적용됩니다.</translation>
    </message>
    <message>
        <source>A learning rate that you set now holds from the playhead on.</source>
        <translation>이제 바꾸는 학습률은 재생 위치부터 적용됩니다.</translation>
    </message>
    <message>
        <source>Arranges the window by the kind of problem, or by the lesson</source>
        <translation>문제의 종류나 실습에 맞추어 창을 배치합니다</translation>
    </message>
    <message>
        <source>As &amp;fits the experiment</source>
        <translation>실험에 맞게(&amp;F)</translation>
    </message>
    <message>
        <source>Change the experiment</source>
        <translation>실험 바꾸기</translation>
    </message>
    <message>
        <source>Choose what the window is about</source>
        <translation>화면 구성 고르기</translation>
    </message>
    <message>
        <source>Co&amp;unt steps</source>
        <translation>스텝으로 세기(&amp;U)</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>실행 견주기</translation>
    </message>
    <message>
        <source>Count ep&amp;ochs</source>
        <translation>에포크로 세기(&amp;O)</translation>
    </message>
    <message>
        <source>Count s&amp;amples seen</source>
        <translation>본 샘플 수로 세기(&amp;A)</translation>
    </message>
    <message>
        <source>Explore the surface</source>
        <translation>곡면 탐색하기</translation>
    </message>
    <message>
        <source>Export image a&amp;gain</source>
        <translation>이미지 다시 내보내기(&amp;G)</translation>
    </message>
    <message>
        <source>Files and pictures</source>
        <translation>파일과 그림</translation>
    </message>
    <message>
        <source>Find help</source>
        <translation>도움말 찾기</translation>
    </message>
    <message>
        <source>Full s&amp;creen</source>
        <translation>전체 화면(&amp;C)</translation>
    </message>
    <message>
        <source>Give a lecture</source>
        <translation>강의하기</translation>
    </message>
    <message>
        <source>Lar&amp;ger type</source>
        <translation>글자 크게(&amp;G)</translation>
    </message>
    <message>
        <source>Learning rate and loss be&amp;low</source>
        <translation>아래의 학습률과 손실(&amp;L)</translation>
    </message>
    <message>
        <source>Learning rate over the steps</source>
        <translation>스텝에 따른 학습률</translation>
    </message>
    <message>
        <source>Left pa&amp;nel</source>
        <translation>왼쪽 패널(&amp;N)</translation>
    </message>
    <message>
        <source>Lessons, prepared experiments, and your own functions and data</source>
        <translation>실습, 준비된 실험, 그리고 내가 가져온 것</translation>
    </message>
    <message>
        <source>Line sea&amp;rch along the gradient</source>
        <translation>그레이디언트를 따라 직선 탐색(&amp;R)</translation>
    </message>
    <message>
        <source>Look at it in another way</source>
        <translation>다르게 보기</translation>
    </message>
    <message>
        <source>Ne&amp;xt lesson</source>
        <translation>다음 실습(&amp;X)</translation>
    </message>
    <message>
        <source>Nothing glides, rolls or is shuffled between two steps</source>
        <translation>스텝 사이에 미끄러지거나 구르거나 섞이는 움직임을 보여 주지 않습니다</translation>
    </message>
    <message>
        <source>Open &amp;data…</source>
        <translation>데이터 열기(&amp;D)…</translation>
    </message>
    <message>
        <source>P&amp;hase diagram of two settings</source>
        <translation>두 설정의 상도표(&amp;H)</translation>
    </message>
    <message>
        <source>Play and step</source>
        <translation>재생하고 스텝 옮기기</translation>
    </message>
    <message>
        <source>Presen&amp;t</source>
        <translation>발표 모드(&amp;T)</translation>
    </message>
    <message>
        <source>R&amp;educed motion</source>
        <translation>움직임 줄이기(&amp;E)</translation>
    </message>
    <message>
        <source>Random star&amp;t</source>
        <translation>임의의 시작점(&amp;T)</translation>
    </message>
    <message>
        <source>Range &amp;test of the learning rate</source>
        <translation>학습률 범위 시험(&amp;T)</translation>
    </message>
    <message>
        <source>Rate fr&amp;om here on</source>
        <translation>여기서부터 학습률 바꾸기(&amp;O)</translation>
    </message>
    <message>
        <source>S&amp;how the start page</source>
        <translation>시작 화면 보이기(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;maller type</source>
        <translation>글자 작게(&amp;M)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>다른 이름으로 저장(&amp;A)…</translation>
    </message>
    <message>
        <source>Shows the parts of the window one after the other</source>
        <translation>창의 각 부분을 차례로 보여 줍니다</translation>
    </message>
    <message>
        <source>Shows what one needs first; everything else is one click away</source>
        <translation>먼저 필요한 것만 보여 줍니다. 나머지는 한 번만 누르면 됩니다</translation>
    </message>
    <message>
        <source>Si&amp;mple window</source>
        <translation>간단한 창(&amp;M)</translation>
    </message>
    <message>
        <source>Stage by sta&amp;ge: back</source>
        <translation>스텝 안에서 한 단계 뒤로(&amp;G)</translation>
    </message>
    <message>
        <source>Ste&amp;p and runs</source>
        <translation>스텝과 실행 목록(&amp;P)</translation>
    </message>
    <message>
        <source>Surface in &amp;2-D</source>
        <translation>곡면을 2차원으로(&amp;2)</translation>
    </message>
    <message>
        <source>Surface in &amp;3-D</source>
        <translation>곡면을 3차원으로(&amp;3)</translation>
    </message>
    <message>
        <source>Sweep o&amp;ver learning rates</source>
        <translation>학습률 스윕(&amp;V)</translation>
    </message>
    <message>
        <source>The picture of the surface is on the clipboard.</source>
        <translation>곡면 그림을 클립보드에 복사했습니다.</translation>
    </message>
    <message>
        <source>The whole domain is in sight.</source>
        <translation>그리는 범위 전체가 보입니다.</translation>
    </message>
    <message>
        <source>Theme of the s&amp;ystem</source>
        <translation>시스템 테마(&amp;Y)</translation>
    </message>
</context>
<context>
    <name>CompareChips</name>
    <message>
        <source>Add a run from the same start with Adam</source>
        <translation>같은 시작점에서 Adam으로 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Add the same run with a tenth of the learning rate</source>
        <translation>학습률만 10분의 1인 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Add the same run with all samples in each step</source>
        <translation>스텝마다 모든 샘플을 쓰는 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Add the same run with momentum 0.9</source>
        <translation>모멘텀만 0.9인 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Add the same run with ten times the learning rate</source>
        <translation>학습률만 10배인 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Add the same run with the schedule {name}</source>
        <translation>스케줄만 다른 실행을 추가합니다: {name}</translation>
    </message>
    <message>
        <source>Add the same run with twice the batch, and the learning rate scaled to match</source>
        <translation>배치를 2배로 하고 학습률도 그에 맞춘 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Add the same run with {size} samples in each step</source>
        <translation>스텝마다 샘플을 {size}개씩 쓰는 실행을 추가합니다</translation>
    </message>
    <message>
        <source>Batch and rate × 2</source>
        <translation>배치와 학습률 × 2</translation>
    </message>
    <message>
        <source>Batch size {size}</source>
        <translation>배치 크기 {size}</translation>
    </message>
    <message>
        <source>Batch × 2, rate × √2</source>
        <translation>배치 × 2, 학습률 × √2</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>모멘텀</translation>
    </message>
    <message>
        <source>More runs to compare with, and what can be done to the chosen one</source>
        <translation>비교할 실행을 더 고르거나 선택한 실행을 고칩니다</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>기타…</translation>
    </message>
    <message>
        <source>Rate × 10</source>
        <translation>학습률 × 10</translation>
    </message>
    <message>
        <source>Rate ÷ 10</source>
        <translation>학습률 ÷ 10</translation>
    </message>
    <message>
        <source>Whole data</source>
        <translation>전체 배치</translation>
    </message>
</context>
<context>
    <name>Compass</name>
    <message>
        <source>level: slope 0 in every direction</source>
        <translation>평평함: 모든 방향의 기울기가 0</translation>
    </message>
    <message>
        <source>{slope} down</source>
        <translation>내리막 {slope}</translation>
    </message>
    <message>
        <source>{slope} up</source>
        <translation>오르막 {slope}</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Not enough memory for so many steps.</source>
        <translation>이 스텝 수를 담기에는 메모리가 부족합니다.</translation>
    </message>
    <message>
        <source>One step of {kept} is kept: at {speed:g} steps/s the next one comes after {seconds:,.0f} s.</source>
        <translation>스텝 {kept}개마다 하나만 저장했습니다. 초당 {speed:g}스텝이면 다음 스텝까지 {seconds:,.0f}초 걸립니다.</translation>
    </message>
    <message>
        <source>The chosen run is hidden: show it, then draw its learning rate.</source>
        <translation>선택한 실행을 숨겨 둔 상태입니다. 보이게 한 뒤 학습률을 그리세요.</translation>
    </message>
    <message>
        <source>The learning rate followed, as proposed: {old} to {new}.</source>
        <translation>학습률도 제안된 값으로 바뀌었습니다: {old} → {new}</translation>
    </message>
    <message>
        <source>The run failed: {why}</source>
        <translation>실행 실패: {why}</translation>
    </message>
    <message>
        <source>domain</source>
        <translation>그리는 범위</translation>
    </message>
    <message>
        <source>start</source>
        <translation>시작점</translation>
    </message>
    <message>
        <source>{what} from step {k} on</source>
        <translation>스텝 {k} 이후의 {what}</translation>
    </message>
    <message>
        <source>{what} {old} to {new}</source>
        <translation>{what} {old} → {new}</translation>
    </message>
    <message>
        <source>{what}, rate {old} to {new}</source>
        <translation>{what}, 학습률 {old} → {new}</translation>
    </message>
</context>
<context>
    <name>DataForm</name>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>파일에서…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Open data…</source>
        <translation>데이터 열기…</translation>
    </message>
    <message>
        <source>What predicts the target from the features.</source>
        <translation>특성으로 목푯값을 예측하는 식입니다.</translation>
    </message>
    <message>
        <source>Where the samples come from.</source>
        <translation>샘플을 가져오는 곳입니다.</translation>
    </message>
    <message>
        <source>name of {name}</source>
        <translation>이름: {name}</translation>
    </message>
</context>
<context>
    <name>DataStage</name>
    <message>
        <source>open data</source>
        <translation>데이터 열기</translation>
    </message>
    <message>
        <source>{arrow}, projected</source>
        <translation>{arrow}, 투영</translation>
    </message>
</context>
<context>
    <name>DataView</name>
    <message>
        <source>Axis across</source>
        <translation>가로축</translation>
    </message>
    <message>
        <source>Axis upward</source>
        <translation>세로축</translation>
    </message>
    <message>
        <source>Batch size 1: each update sees one sample; its loss falls, others may rise.</source>
        <translation>배치 크기 1: 갱신마다 샘플 하나만 봅니다. 그 샘플의 손실은 줄지만 다른 샘플의 손실은 늘 수 있습니다.</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Data and batches</source>
        <translation>데이터와 배치(batch)</translation>
    </message>
    <message>
        <source>Double-click adds a sample, dragging moves it, Delete removes it.</source>
        <translation>더블 클릭하면 샘플을 더하고, 끌면 옮기고, 삭제 키(Del)를 누르면 지웁니다.</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>흐름</translation>
    </message>
    <message>
        <source>More about the data</source>
        <translation>데이터 메뉴</translation>
    </message>
    <message>
        <source>More room</source>
        <translation>넓게 보기</translation>
    </message>
    <message>
        <source>One sample</source>
        <translation>샘플 하나</translation>
    </message>
    <message>
        <source>Open data…</source>
        <translation>데이터 열기…</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Samples and model</source>
        <translation>샘플과 모델</translation>
    </message>
    <message>
        <source>Show the shuffle at slow speed</source>
        <translation>느린 재생에서 섞기(shuffle) 보이기</translation>
    </message>
    <message>
        <source>The class of a sample that is added by a double-click.</source>
        <translation>더블 클릭으로 더하는 샘플의 클래스입니다.</translation>
    </message>
    <message>
        <source>The way of an update</source>
        <translation>갱신의 흐름</translation>
    </message>
    <message>
        <source>What is across; features on no axis are held at their mean.</source>
        <translation>가로축에 놓을 값입니다. 축에 없는 특성은 평균에 고정합니다.</translation>
    </message>
    <message>
        <source>What is upward.</source>
        <translation>세로축에 놓을 값입니다.</translation>
    </message>
</context>
<context>
    <name>DataWords</name>
    <message>
        <source>; the last batch has {rest}</source>
        <translation>; 마지막 배치는 {rest}개</translation>
    </message>
    <message>
        <source>; {rest} samples are left out</source>
        <translation>; 샘플 {rest}개는 쓰지 않음</translation>
    </message>
    <message>
        <source>add a sample</source>
        <translation>샘플 추가</translation>
    </message>
    <message>
        <source>after {epoch}</source>
        <translation>끝: {epoch}</translation>
    </message>
    <message>
        <source>delete sample {i}</source>
        <translation>샘플 {i} 삭제</translation>
    </message>
    <message>
        <source>epoch {e} of {epochs}, iteration {i} of {all}</source>
        <translation>에포크 {e}/{epochs}, 이터레이션 {i}/{all}</translation>
    </message>
    <message>
        <source>full batch: all {n} samples a step, 1 iteration an epoch</source>
        <translation>전체 배치: 스텝마다 샘플 {n}개 모두, 에포크당 1 이터레이션</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>그레이디언트</translation>
    </message>
    <message>
        <source>its loss</source>
        <translation>이 샘플의 손실</translation>
    </message>
    <message>
        <source>its prediction; the target is {y}</source>
        <translation>이 샘플의 예측, 목푯값 {y}</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>move sample {i}</source>
        <translation>샘플 {i} 이동</translation>
    </message>
    <message>
        <source>next: {epoch}</source>
        <translation>다음: {epoch}</translation>
    </message>
    <message>
        <source>other class of sample {i}</source>
        <translation>샘플 {i} 클래스 바꾸기</translation>
    </message>
    <message>
        <source>prediction against target</source>
        <translation>목푯값과 예측</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>sample {i}</source>
        <translation>샘플 {i}</translation>
    </message>
    <message>
        <source>the features of sample {i}</source>
        <translation>특성 (샘플 {i})</translation>
    </message>
    <message>
        <source>the mean of the gradients of the batch</source>
        <translation>배치의 그레이디언트 평균</translation>
    </message>
    <message>
        <source>the mean of the losses of the {n} samples</source>
        <translation>샘플 {n}개의 손실 평균</translation>
    </message>
    <message>
        <source>the parameters after the update</source>
        <translation>갱신 뒤의 매개변수</translation>
    </message>
    <message>
        <source>what predicts the target</source>
        <translation>목푯값을 예측하는 식</translation>
    </message>
    <message>
        <source>{count} of {n} samples are drawn</source>
        <translation>샘플 {n}개 중 {count}개만 그림</translation>
    </message>
    <message>
        <source>{n} samples / batch {size} = {all} iterations an epoch</source>
        <translation>샘플 {n}개 ÷ 배치 {size} = 에포크당 {all} 이터레이션</translation>
    </message>
    <message>
        <source>−∇J of all</source>
        <translation>전체의 −∇J</translation>
    </message>
    <message>
        <source>−∇J of the batch</source>
        <translation>배치의 −∇J</translation>
    </message>
    <message>
        <source>−∇ℓ of the sample</source>
        <translation>샘플의 −∇ℓ</translation>
    </message>
    <message>
        <source>① Batch {i} of {all}: samples {some}</source>
        <translation>① 배치 {i}/{all}: 샘플 {some}</translation>
    </message>
    <message>
        <source>① One batch of all {n} samples: {some}</source>
        <translation>① 샘플 {n}개 모두가 한 배치: {some}</translation>
    </message>
    <message>
        <source>① The samples are cut into {all} batches; the first: {some}</source>
        <translation>① 샘플을 배치 {all}개로 나눕니다. 첫 배치: {some}</translation>
    </message>
    <message>
        <source>① The samples are shuffled and cut into {all} batches; the first: {some}</source>
        <translation>① 샘플을 섞어 배치 {all}개로 나눕니다. 첫 배치: {some}</translation>
    </message>
    <message>
        <source>① split</source>
        <translation>① 나누기</translation>
    </message>
    <message>
        <source>② The model predicts {n} targets: ŷ = {some}</source>
        <translation>② 모델이 목푯값 {n}개를 예측합니다: ŷ = {some}</translation>
    </message>
    <message>
        <source>② predict</source>
        <translation>② 예측</translation>
    </message>
    <message>
        <source>③ Their losses {some}; the mean is {loss}</source>
        <translation>③ 손실 {some}; 평균 {loss}</translation>
    </message>
    <message>
        <source>③ loss</source>
        <translation>③ 손실</translation>
    </message>
    <message>
        <source>④ The mean gradient makes the step; what is ahead is hidden</source>
        <translation>④ 평균 그레이디언트가 한 스텝을 만듭니다. 아직 재생하지 않은 부분은 가려 두었습니다</translation>
    </message>
    <message>
        <source>④ The mean gradient {grad} at the rate {lr}: w becomes {w}</source>
        <translation>④ 평균 그레이디언트 {grad}, 학습률 {lr}: 새 w = {w}</translation>
    </message>
    <message>
        <source>④ update</source>
        <translation>④ 갱신</translation>
    </message>
</context>
<context>
    <name>DropHandler</name>
    <message>
        <source>Drop one file; only recorded runs come together.</source>
        <translation>파일은 하나만 놓으세요. 여러 개를 함께 놓을 수 있는 것은 기록된 실행뿐입니다.</translation>
    </message>
    <message>
        <source>Of a folder only that of a lesson can be opened, with lesson.json in it: drop a file.</source>
        <translation>폴더는 lesson.json이 든 실습 폴더만 열 수 있습니다. 파일을 놓아 주세요.</translation>
    </message>
</context>
<context>
    <name>EnlargeButton</name>
    <message>
        <source>Enlarge</source>
        <translation>크게 보기</translation>
    </message>
    <message>
        <source>Enlarge: this view large, with what belongs to it beside it</source>
        <translation>크게 보기: 이 그림을 크게, 함께 볼 것은 그 옆에 놓습니다</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>&amp;Copy details</source>
        <translation>자세한 내용 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세한 내용</translation>
    </message>
    <message>
        <source>Log: {path}</source>
        <translation>로그: {path}</translation>
    </message>
    <message>
        <source>Open &amp;log</source>
        <translation>로그 열기(&amp;L)</translation>
    </message>
    <message>
        <source>Something unforeseen happened</source>
        <translation>예기치 못한 오류가 발생했습니다</translation>
    </message>
    <message>
        <source>Something unforeseen happened {n} times</source>
        <translation>예기치 못한 오류가 {n}번 발생했습니다</translation>
    </message>
    <message>
        <source>gdviz goes on, but what you did last may be incomplete. Save the experiment under a new name if you are unsure. The details below help to fix it.</source>
        <translation>gdviz는 계속 실행되지만 마지막 작업이 완전하지 않을 수 있습니다. 확실하지 않으면 실험을 새 이름으로 저장하세요. 아래의 자세한 내용은 문제를 고치는 데 도움이 됩니다.</translation>
    </message>
</context>
<context>
    <name>EscapeDialog</name>
    <message>
        <source>Batch {size}: {left} % leave, {better} % for a lower minimum.</source>
        <translation>배치 크기 {size}: {left} %가 벗어나고, {better} %는 더 낮은 최소점으로 갑니다.</translation>
    </message>
    <message>
        <source>From batch {size} on nobody leaves.</source>
        <translation>배치 크기 {size}부터는 아무도 벗어나지 않습니다.</translation>
    </message>
    <message>
        <source>Nobody leaves: the noise is too small here, or the loss has no other minimum (a convex one never has).</source>
        <translation>아무도 벗어나지 않습니다. 여기서는 잡음이 너무 작거나, 손실에 다른 최소점이 없습니다(아래로 볼록하면 언제나 그렇습니다).</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>The full batch ends at loss {loss}.</source>
        <translation>전체 배치의 마지막 손실: {loss}.</translation>
    </message>
    <message>
        <source>The same start, rate and number of epochs for {seeds} seeds and each batch size. The smaller the batch, the larger the noise of its gradient: it can push w out of a minimum, out of a good one as well.</source>
        <translation>시드 {seeds}개와 배치 크기마다 시작점, 학습률, 에포크 수는 같습니다. 배치가 작을수록 그레이디언트의 잡음이 커서 w를 최소점 밖으로, 때로는 좋은 최소점 밖으로도 밀어냅니다.</translation>
    </message>
    <message>
        <source>This problem has no samples, so the lesson “{title}” is counted.</source>
        <translation>이 문제에는 샘플이 없으므로 실습 ‘{title}’로 셉니다.</translation>
    </message>
    <message>
        <source>Who leaves the minimum that the full batch stays in?</source>
        <translation>전체 배치가 머무는 최소점을 누가 벗어날까요?</translation>
    </message>
    <message>
        <source>Why SGD wanders</source>
        <translation>SGD가 맴도는 까닭</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>found a lower minimum</source>
        <translation>더 낮은 최소점을 찾음</translation>
    </message>
    <message>
        <source>left, for none that is lower</source>
        <translation>벗어났지만 더 낮지 않음</translation>
    </message>
    <message>
        <source>share of the seeds, %</source>
        <translation>시드의 비율, %</translation>
    </message>
</context>
<context>
    <name>ExploreDoor</name>
    <message>
        <source>All {n}</source>
        <translation>{n}개 모두 보기</translation>
    </message>
    <message>
        <source>Data and batches</source>
        <translation>데이터와 배치</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>둘러보기</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>줄여 보기</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>Prepared experiments: one click, and it moves.</source>
        <translation>준비된 실험. 누르면 바로 움직입니다.</translation>
    </message>
</context>
<context>
    <name>ExploreMenu</name>
    <message>
        <source>&amp;Compass of the slopes</source>
        <translation>기울기 나침반(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Down in the fog</source>
        <translation>안개 속 하산(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Explore</source>
        <translation>탐색(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;In and out, in a sentence</source>
        <translation>입력과 출력을 한 문장으로(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Loss over learning rate and step…</source>
        <translation>학습률과 스텝에 따른 손실(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Map of the minima that starts arrive in</source>
        <translation>도달 최소점 지도(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Slice through the point</source>
        <translation>현재 점을 지나는 단면(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Who arrives?</source>
        <translation>누가 도착하나?(&amp;W)</translation>
    </message>
    <message>
        <source>Explore by hand: sentence, compass, slice, fog; who arrives?</source>
        <translation>직접 탐색하기: 문장, 나침반, 단면, 안개 속 하산, 누가 도착하나?</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>도구</translation>
    </message>
</context>
<context>
    <name>ExportCodeDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>복사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>저장(&amp;S)…</translation>
    </message>
    <message>
        <source>Export code</source>
        <translation>코드 내보내기</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>프로그램</translation>
    </message>
    <message>
        <source>The same runs without gdviz: the same batches, rates and updates.</source>
        <translation>gdviz 없이 같은 실행: 배치, 학습률, 갱신이 모두 같습니다.</translation>
    </message>
</context>
<context>
    <name>ExportFilmDialog</name>
    <message>
        <source> a second</source>
        <translation> (초당)</translation>
    </message>
    <message>
        <source> s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>내보내기(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Film of</source>
        <translation>대상(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Hold at the end</source>
        <translation>끝에서 멈춤(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Pace</source>
        <translation>빠르기(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>크기(&amp;S)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Even</source>
        <translation>일정하게</translation>
    </message>
    <message>
        <source>Export film</source>
        <translation>동영상 내보내기</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>형식(&amp;O)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Frame {done} of {count}.</source>
        <translation>장면 {done} / {count}.</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>장면 수</translation>
    </message>
    <message>
        <source>Progress of the film</source>
        <translation>동영상 진행률</translation>
    </message>
    <message>
        <source>Slow at both ends</source>
        <translation>처음과 끝에 천천히</translation>
    </message>
    <message>
        <source>Slow at the start</source>
        <translation>시작할 때 천천히</translation>
    </message>
    <message>
        <source>Steps from</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>The film could not be written: {reason}.</source>
        <translation>동영상을 저장하지 못했습니다: {reason}.</translation>
    </message>
    <message>
        <source>The last step comes before the first.</source>
        <translation>마지막 스텝이 첫 스텝보다 앞에 있습니다.</translation>
    </message>
    <message>
        <source>The window may be used meanwhile.</source>
        <translation>그동안 창을 계속 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>the file is there already and will be replaced</source>
        <translation>이미 있는 파일이며 새 파일로 바뀝니다</translation>
    </message>
    <message>
        <source>the window follows it meanwhile, and cannot be used</source>
        <translation>만드는 동안 창이 함께 움직이며, 창을 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>to</source>
        <translation>~</translation>
    </message>
    <message>
        <source>{seconds} s long</source>
        <translation>길이 {seconds}초</translation>
    </message>
</context>
<context>
    <name>ExportImageDialog</name>
    <message>
        <source>&amp;Export</source>
        <translation>내보내기(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>바꾸기(&amp;R)</translation>
    </message>
    <message>
        <source>Export image</source>
        <translation>이미지 내보내기</translation>
    </message>
    <message>
        <source>First name a file, and steps that there are.</source>
        <translation>먼저 파일 이름과, 있는 스텝을 적어야 합니다.</translation>
    </message>
    <message>
        <source>Of these files {count} are there already and will be replaced.</source>
        <translation>이 가운데 {count}개 파일이 이미 있으며, 새 파일로 바뀝니다.</translation>
    </message>
    <message>
        <source>The file is there already and will be replaced.</source>
        <translation>이미 있는 파일입니다. 새 파일로 바뀝니다.</translation>
    </message>
    <message>
        <source>The loss takes long to compute: its surface is drawn from few nodes.</source>
        <translation>손실 계산이 오래 걸려, 곡면을 적은 수의 격자점으로 그립니다.</translation>
    </message>
    <message>
        <source>The picture is being computed…</source>
        <translation>그림을 계산하고 있습니다…</translation>
    </message>
    <message>
        <source>{count} pictures, from {first}</source>
        <translation>그림 {count}개, 첫 파일: {first}</translation>
    </message>
</context>
<context>
    <name>ExportMenu</name>
    <message>
        <source>Add recorded r&amp;un…</source>
        <translation>기록된 실행 추가(&amp;U)…</translation>
    </message>
    <message>
        <source>Close before {file} is written?</source>
        <translation>아직 쓰지 못한 파일({file})이 있습니다. 그래도 닫을까요?</translation>
    </message>
    <message>
        <source>Close without it</source>
        <translation>쓰지 않고 닫기</translation>
    </message>
    <message>
        <source>Ex&amp;port code…</source>
        <translation>코드 내보내기(&amp;P)…</translation>
    </message>
    <message>
        <source>Export &amp;film…</source>
        <translation>동영상 내보내기(&amp;F)…</translation>
    </message>
    <message>
        <source>Export &amp;table…</source>
        <translation>표 내보내기(&amp;T)…</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>표 내보내기</translation>
    </message>
    <message>
        <source>The losses of all samples are computed for the table.</source>
        <translation>표에 쓸 전체 샘플의 손실을 계산하는 중입니다.</translation>
    </message>
    <message>
        <source>The losses of all samples are still being computed for it.</source>
        <translation>표에 쓸 전체 샘플의 손실을 아직 계산하는 중입니다.</translation>
    </message>
</context>
<context>
    <name>ExpressionField</name>
    <message>
        <source>Loss function</source>
        <translation>손실 함수(loss function)</translation>
    </message>
    <message>
        <source>Recent formulas</source>
        <translation>최근에 쓴 식</translation>
    </message>
    <message>
        <source>The loss as a formula in x and y, such as x^2 + 3y^2, or in w alone. Return takes it. Another letter is a constant with a slider, as in a*x^2 + b*y^2.</source>
        <translation>x와 y로, 또는 w만으로 쓴 손실의 식입니다(예: x^2 + 3y^2). Enter로 적용합니다. 다른 글자는 슬라이더가 달린 상수가 됩니다(예: a*x^2 + b*y^2).</translation>
    </message>
    <message>
        <source>The partial derivatives of what is typed: the gradient as formulas.</source>
        <translation>입력한 식의 편미분입니다. 모으면 그레이디언트가 됩니다.</translation>
    </message>
    <message>
        <source>own function, e.g. x^2 + 3y^2</source>
        <translation>직접 만든 함수, 예: x^2 + 3y^2</translation>
    </message>
</context>
<context>
    <name>ExpressionTools</name>
    <message>
        <source>&lt;i&gt;{name}&lt;/i&gt; from, to</source>
        <translation>&lt;i&gt;{name}&lt;/i&gt; 범위</translation>
    </message>
    <message>
        <source>Choose a domain around the starts, the known minima and the paths</source>
        <translation>시작점, 알려진 최소점, 경로를 모두 담는 범위를 고릅니다</translation>
    </message>
    <message>
        <source>Constant {name}</source>
        <translation>상수 {name}</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>그리는 범위</translation>
    </message>
    <message>
        <source>Fit the domain</source>
        <translation>범위 맞추기</translation>
    </message>
    <message>
        <source>The constant {name} of the formula; slide it and see everything follow.</source>
        <translation>식에 있는 상수 {name}. 슬라이더를 움직이면 모두 따라 바뀝니다.</translation>
    </message>
    <message>
        <source>The ends of the part that is drawn first: press to edit or to fit them</source>
        <translation>처음에 그리는 범위의 양 끝입니다. 눌러서 고치거나 맞춥니다</translation>
    </message>
    <message>
        <source>The part of the plane that is drawn first.</source>
        <translation>처음에 그리는 범위입니다.</translation>
    </message>
    <message>
        <source>constant {name}</source>
        <translation>상수 {name}</translation>
    </message>
    <message>
        <source>domain</source>
        <translation>그리는 범위</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>A second window could not be started.</source>
        <translation>두 번째 창을 열지 못했습니다.</translation>
    </message>
    <message>
        <source>Do not save</source>
        <translation>저장 안 함</translation>
    </message>
    <message>
        <source>Experiments (*{suffix})</source>
        <translation>실험 (*{suffix})</translation>
    </message>
    <message>
        <source>Experiments, and files that carry one ({suffixes})</source>
        <translation>실험, 그리고 실험이 들어 있는 파일 ({suffixes})</translation>
    </message>
    <message>
        <source>Open experiment</source>
        <translation>실험 열기</translation>
    </message>
    <message>
        <source>Save experiment</source>
        <translation>실험 저장</translation>
    </message>
    <message>
        <source>Save the changes to this experiment?</source>
        <translation>이 실험의 변경 사항을 저장하시겠습니까?</translation>
    </message>
    <message>
        <source>Save the changes to {file}?</source>
        <translation>변경 사항을 저장하시겠습니까? ({file})</translation>
    </message>
    <message>
        <source>Sweeps ({suffixes})</source>
        <translation>스윕 ({suffixes})</translation>
    </message>
    <message>
        <source>The experiment was not saved.</source>
        <translation>실험을 저장하지 못했습니다.</translation>
    </message>
    <message>
        <source>The files were not read.</source>
        <translation>파일을 읽지 못했습니다.</translation>
    </message>
    <message>
        <source>The other version is now in {file}.</source>
        <translation>다른 창이나 프로그램이 저장한 내용은 이제 {file} 파일에 있습니다.</translation>
    </message>
    <message>
        <source>What you made of {title} is kept in File, Open recent.</source>
        <translation>바꾼 내용({title})은 파일 메뉴의 최근 파일에 남아 있습니다.</translation>
    </message>
    <message>
        <source>{file} was not opened.</source>
        <translation>열지 못한 파일: {file}</translation>
    </message>
</context>
<context>
    <name>FloatingCard</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>닫기 (Esc)</translation>
    </message>
</context>
<context>
    <name>FogCard</name>
    <message>
        <source>A step along the arrow (Enter); a click in the plot steps there</source>
        <translation>화살표 방향으로 한 걸음 갑니다 (Enter). 그림을 클릭하면 그쪽으로 갑니다</translation>
    </message>
    <message>
        <source>A step straight against the gradient (G)</source>
        <translation>그레이디언트의 반대 방향으로 한 걸음 갑니다 (G)</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>처음부터</translation>
    </message>
    <message>
        <source>Against the gradient it takes {n}.</source>
        <translation>그레이디언트의 반대 방향으로만 가면 {n}걸음입니다.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Begin again where the run stands (Home)</source>
        <translation>현재 점에서 다시 시작합니다 (Home)</translation>
    </message>
    <message>
        <source>Down in the fog</source>
        <translation>안개 속 하산</translation>
    </message>
    <message>
        <source>Esc lifts the fog: is it the lowest one?</source>
        <translation>Esc를 누르면 안개가 걷힙니다. 전역 최소점일까요?</translation>
    </message>
    <message>
        <source>Every step from here leads up: a bottom, after {n} steps.</source>
        <translation>여기서는 어느 쪽으로 가도 오르막입니다. {n}걸음 만에 바닥에 닿았습니다.</translation>
    </message>
    <message>
        <source>It was level there: no direction leads down.</source>
        <translation>그곳은 평평해서 내리막 방향이 없었습니다.</translation>
    </message>
    <message>
        <source>Steepest</source>
        <translation>가장 가파르게</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>한 걸음</translation>
    </message>
    <message>
        <source>Step {n}: loss {before} → {after}</source>
        <translation>{n}걸음째: 손실 {before} → {after}</translation>
    </message>
    <message>
        <source>Steps half as long (−)</source>
        <translation>걸음 길이를 절반으로 (−)</translation>
    </message>
    <message>
        <source>Steps twice as long (+)</source>
        <translation>걸음 길이를 두 배로 (+)</translation>
    </message>
    <message>
        <source>Take the last step back (Backspace)</source>
        <translation>마지막 걸음을 되돌립니다 (Backspace)</translation>
    </message>
    <message>
        <source>Which way is down? Click a direction in the disc, or turn with ← → and press Enter.</source>
        <translation>어느 쪽이 내리막일까요? 원 안에서 방향을 클릭하거나, ← →로 돌리고 Enter를 누르세요.</translation>
    </message>
    <message>
        <source>Your way: {own} down per unit, as steep as the gradient.</source>
        <translation>선택한 방향: 단위 길이당 {own} 내리막, 그레이디언트만큼 가파릅니다.</translation>
    </message>
    <message>
        <source>Your way: {own} down per unit; the gradient: {steepest} ({percent} % of it).</source>
        <translation>선택한 방향: 단위 길이당 {own} 내리막. 그레이디언트의 반대 방향: {steepest} (그것의 {percent} %).</translation>
    </message>
    <message>
        <source>Your way: {own} up per unit; against the gradient: {steepest} down.</source>
        <translation>선택한 방향: 단위 길이당 {own} 오르막. 그레이디언트의 반대 방향: {steepest} 내리막.</translation>
    </message>
</context>
<context>
    <name>FunctionCard</name>
    <message>
        <source>A function of your own</source>
        <translation>내 함수</translation>
    </message>
    <message>
        <source>Return draws it.</source>
        <translation>Enter를 누르면 그립니다.</translation>
    </message>
    <message>
        <source>The loss as a formula, such as x^2 + 3y^2. Other letters are constants.</source>
        <translation>x^2 + 3y^2와 같은 손실의 식. 다른 문자는 상수입니다.</translation>
    </message>
    <message>
        <source>Write a function</source>
        <translation>함수 쓰기</translation>
    </message>
    <message>
        <source>of one or two variables: x and y, or w</source>
        <translation>변수는 하나 또는 둘: x와 y, 아니면 w</translation>
    </message>
</context>
<context>
    <name>GlossaryDialog</name>
    <message>
        <source>Find a term, in either language</source>
        <translation>용어 찾기(한국어, 영어)</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>용어 풀이</translation>
    </message>
    <message>
        <source>No term has these words. A shorter part of the word may be found.</source>
        <translation>이 말이 들어 있는 용어가 없습니다. 더 짧게 입력해 보세요.</translation>
    </message>
</context>
<context>
    <name>GuidedLessons</name>
    <message>
        <source>1 to 4 count answers, Return shows what is right, Page Down goes on, Esc ends it</source>
        <translation>1~4 답 세기, Enter 정답 보기, Page Down 다음, Esc 끝내기</translation>
    </message>
    <message>
        <source>Back to what was open</source>
        <translation>전에 열려 있던 것으로</translation>
    </message>
    <message>
        <source>Exercise sheet</source>
        <translation>문제지</translation>
    </message>
    <message>
        <source>Exercise sheet with answers</source>
        <translation>정답이 있는 문제지</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>실습</translation>
    </message>
    <message>
        <source>Next: {title}</source>
        <translation>다음: {title}</translation>
    </message>
    <message>
        <source>Open the folder of a lesson</source>
        <translation>실습 폴더 열기</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>The lesson is done.</source>
        <translation>실습을 마쳤습니다.</translation>
    </message>
    <message>
        <source>The lesson was not opened.</source>
        <translation>실습을 열지 못했습니다.</translation>
    </message>
    <message>
        <source>You have left the lesson; its place is kept.</source>
        <translation>실습에서 나왔습니다. 하던 자리는 남아 있습니다.</translation>
    </message>
</context>
<context>
    <name>ImageForm</name>
    <message>
        <source>&amp;Colours</source>
        <translation>색(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation>용도(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Legend of the runs</source>
        <translation>실행 범례(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>크기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Transparent</source>
        <translation>투명 배경(&amp;T)</translation>
    </message>
    <message>
        <source>A series has at most {most} pictures.</source>
        <translation>연속 그림은 {most}장까지 만들 수 있습니다.</translation>
    </message>
    <message>
        <source>A series: chosen steps</source>
        <translation>연속 그림: 고른 스텝</translation>
    </message>
    <message>
        <source>A series: every so many steps</source>
        <translation>연속 그림: 일정한 스텝 간격</translation>
    </message>
    <message>
        <source>Any place</source>
        <translation>자유 크기</translation>
    </message>
    <message>
        <source>As on the screen</source>
        <translation>화면과 같게</translation>
    </message>
    <message>
        <source>Captio&amp;n</source>
        <translation>설명(&amp;N)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Chosen steps</source>
        <translation>고른 스텝</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>형식(&amp;O)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Marks the step in the plots; the pictures of a series always do.</source>
        <translation>그래프에 스텝의 위치를 표시합니다. 여러 장을 만들 때는 항상 표시합니다.</translation>
    </message>
    <message>
        <source>On one contact s&amp;heet</source>
        <translation>한 장에 모으기(&amp;H)</translation>
    </message>
    <message>
        <source>Paper, one column, 89 mm</source>
        <translation>논문 1단, 89 mm</translation>
    </message>
    <message>
        <source>Paper, two columns, 183 mm</source>
        <translation>논문 2단, 183 mm</translation>
    </message>
    <message>
        <source>Pict&amp;ure of</source>
        <translation>그림 대상(&amp;U)</translation>
    </message>
    <message>
        <source>Pla&amp;yhead</source>
        <translation>재생 위치(&amp;Y)</translation>
    </message>
    <message>
        <source>Progress of the series</source>
        <translation>연속 그림의 진행 상황</translation>
    </message>
    <message>
        <source>Sc&amp;ale</source>
        <translation>배율(&amp;A)</translation>
    </message>
    <message>
        <source>Slide 16:9</source>
        <translation>슬라이드 16:9</translation>
    </message>
    <message>
        <source>Ste&amp;ps</source>
        <translation>스텝(&amp;P)</translation>
    </message>
    <message>
        <source>Steps are numbers from 0 to {last}, such as 0, 5, 10-20.</source>
        <translation>스텝은 0부터 {last}까지의 수로 적습니다. 예: 0, 5, 10-20</translation>
    </message>
    <message>
        <source>Steps from one picture to the next</source>
        <translation>그림 사이의 스텝 수</translation>
    </message>
    <message>
        <source>T&amp;itle</source>
        <translation>제목(&amp;I)</translation>
    </message>
    <message>
        <source>The place that is chosen gives this size.</source>
        <translation>크기는 고른 용도에 따라 정해집니다.</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>현재 스텝</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>as needed</source>
        <translation>내용에 맞춤</translation>
    </message>
    <message>
        <source>every </source>
        <translation>간격 </translation>
    </message>
    <message>
        <source>such as 0, 5, 10-20</source>
        <translation>예: 0, 5, 10-20</translation>
    </message>
</context>
<context>
    <name>KeepRatio</name>
    <message>
        <source>Adam and its kin divide the gradient by its own size, noise included: a batch of twice the size changes that by √2, and so the square root of the factor keeps the noise of the path (Malladi et al. 2022). For SGD it is the factor itself.</source>
        <translation>Adam 계열은 그레이디언트를 잡음까지 포함한 자신의 크기로 나눕니다. 배치가 두 배면 그 크기가 √2배만큼 달라지므로 배율의 제곱근이 경로의 잡음을 그대로 유지합니다(말라디 외, 2022). SGD에서는 배율 그대로입니다.</translation>
    </message>
    <message>
        <source>Here the learning rate is not the optimizer's to scale.</source>
        <translation>여기서는 옵티마이저의 학습률을 조정하지 않습니다.</translation>
    </message>
    <message>
        <source>The linear scaling rule, for SGD (Goyal et al. 2017): half as many steps an epoch, each twice as long. It breaks near the stability limit, and where the start is steep; there warm-up helps.</source>
        <translation>SGD의 선형 스케일링 규칙입니다(고얄 외, 2017). 에포크당 스텝은 절반이고 한 걸음은 두 배입니다. 안정 한계 근처에서는 깨지고, 시작점이 가파를 때는 웜업이 도움이 됩니다.</translation>
    </message>
    <message>
        <source>batch {b0} → {b1}, rate {r0} → {r1}</source>
        <translation>배치 {b0} → {b1}, 학습률 {r0} → {r1}</translation>
    </message>
    <message>
        <source>batch × 2 → rate × √2</source>
        <translation>배치 × 2 → 학습률 × √2</translation>
    </message>
    <message>
        <source>keep η/B: batch × 2 → rate × 2</source>
        <translation>η/B 유지: 배치 × 2 → 학습률 × 2</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Choose colours, levels and axes</source>
        <translation>색, 단계, 축 고르기</translation>
    </message>
    <message>
        <source>Copy the arithmetic of the step</source>
        <translation>스텝의 계산 복사</translation>
    </message>
    <message>
        <source>Ctrl+C, as LaTeX Ctrl+L</source>
        <translation>Ctrl+C, LaTeX는 Ctrl+L</translation>
    </message>
    <message>
        <source>Esc, before letting go</source>
        <translation>놓기 전에 Esc</translation>
    </message>
    <message>
        <source>Give up a drag</source>
        <translation>끌기 취소</translation>
    </message>
    <message>
        <source>Go to a step</source>
        <translation>스텝으로 이동</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Keys without Ctrl act unless you are writing, a list is open or Tab has taken you to a control; a slider keeps the arrows. Return or a click elsewhere ends writing. The keys that change runs act in their table.</source>
        <translation>Ctrl 없는 키는 언제나 작동합니다. 다만 글자를 입력할 때, 목록이 열려 있을 때, Tab 키로 버튼이나 입력란에 와 있을 때는 그곳의 키로 쓰입니다. 슬라이더에서는 화살표 키가 값을 바꿉니다. Enter 키를 누르거나 다른 곳을 클릭하면 입력이 끝납니다. 실행을 바꾸는 키는 실행 목록에서 작동합니다.</translation>
    </message>
    <message>
        <source>Move a plot over the steps</source>
        <translation>스텝 그래프 옮기기</translation>
    </message>
    <message>
        <source>Move the start</source>
        <translation>시작점 옮기기</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>파일 열기</translation>
    </message>
    <message>
        <source>Put the start there</source>
        <translation>그곳에 시작점 놓기</translation>
    </message>
    <message>
        <source>See all of a plot</source>
        <translation>그래프 전체 보기</translation>
    </message>
    <message>
        <source>With the mouse</source>
        <translation>마우스로</translation>
    </message>
    <message>
        <source>Zoom a plot over the steps</source>
        <translation>스텝 그래프 확대·축소</translation>
    </message>
    <message>
        <source>Zoom the surface</source>
        <translation>곡면 확대·축소</translation>
    </message>
    <message>
        <source>click a path or plot</source>
        <translation>경로나 그래프 클릭</translation>
    </message>
    <message>
        <source>double-click</source>
        <translation>더블 클릭</translation>
    </message>
    <message>
        <source>drag the ring</source>
        <translation>시작점 끌기</translation>
    </message>
    <message>
        <source>drag with Shift or the middle button</source>
        <translation>Shift 또는 가운데 버튼으로 끌기</translation>
    </message>
    <message>
        <source>drop it here</source>
        <translation>끌어다 놓기</translation>
    </message>
    <message>
        <source>right button</source>
        <translation>오른쪽 버튼</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>wheel, with Ctrl its values</source>
        <translation>휠, Ctrl과 함께 돌리면 값 축</translation>
    </message>
</context>
<context>
    <name>LargeForm</name>
    <message>
        <source>A click shows a stage; so do the keys . and , and slow play.</source>
        <translation>단계를 클릭하면 그 단계를 보여 줍니다. 마침표(.)와 쉼표(,) 키, 느린 재생으로도 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>Batch size 1: each update sees one sample; its loss falls, others may rise.</source>
        <translation>배치 크기 1: 갱신마다 샘플 하나만 봅니다. 그 샘플의 손실은 줄지만 다른 샘플의 손실은 늘 수 있습니다.</translation>
    </message>
    <message>
        <source>Data and batches</source>
        <translation>데이터와 배치</translation>
    </message>
    <message>
        <source>Each update sees a batch of several samples.</source>
        <translation>갱신마다 여러 샘플로 된 배치 하나를 봅니다.</translation>
    </message>
    <message>
        <source>One sample</source>
        <translation>샘플 하나</translation>
    </message>
    <message>
        <source>The four stages of the update</source>
        <translation>갱신의 네 단계</translation>
    </message>
</context>
<context>
    <name>LargeWords</name>
    <message>
        <source>; {rest} are left out</source>
        <translation>; {rest}개는 쓰지 않음</translation>
    </message>
    <message>
        <source>Batch {i}</source>
        <translation>배치 {i}</translation>
    </message>
    <message>
        <source>Sample {i}</source>
        <translation>샘플 {i}</translation>
    </message>
    <message>
        <source>The loss of the samples of the batch: the mean of theirs. That of all samples is {all}.</source>
        <translation>이 배치에 있는 샘플의 손실을 평균한 값입니다. 전체 샘플의 손실은 {all}입니다.</translation>
    </message>
    <message>
        <source>The model predicts the target of each sample: {model}</source>
        <translation>모델이 샘플마다 목푯값을 예측합니다: {model}</translation>
    </message>
    <message>
        <source>The samples of this batch: {some}</source>
        <translation>이 배치의 샘플: {some}</translation>
    </message>
    <message>
        <source>after</source>
        <translation>갱신 뒤</translation>
    </message>
    <message>
        <source>after the update</source>
        <translation>갱신 뒤</translation>
    </message>
    <message>
        <source>all of them in one batch</source>
        <translation>모두 한 배치에</translation>
    </message>
    <message>
        <source>all {n} samples</source>
        <translation>샘플 {n}개 모두</translation>
    </message>
    <message>
        <source>all {n} samples in one batch: 1 step an epoch</source>
        <translation>샘플 {n}개를 모두 한 배치로: 에포크마다 1스텝</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>그 밖에 {n}개</translation>
    </message>
    <message>
        <source>batch {i}: {n} samples</source>
        <translation>배치 {i}: 샘플 {n}개</translation>
    </message>
    <message>
        <source>class 0, class 1</source>
        <translation>클래스 0, 클래스 1</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>교차 엔트로피</translation>
    </message>
    <message>
        <source>gradient {grad}, rate {lr}</source>
        <translation>그레이디언트 {grad}, 학습률 {lr}</translation>
    </message>
    <message>
        <source>its prediction: ŷ = {value}</source>
        <translation>예측값 ŷ = {value}</translation>
    </message>
    <message>
        <source>mean of (ŷ − y)²</source>
        <translation>(ŷ − y)²의 평균</translation>
    </message>
    <message>
        <source>mean of the cross-entropy</source>
        <translation>교차 엔트로피의 평균</translation>
    </message>
    <message>
        <source>no update follows</source>
        <translation>더 갱신하지 않습니다</translation>
    </message>
    <message>
        <source>no. {place} of the samples</source>
        <translation>샘플 {place}번째</translation>
    </message>
    <message>
        <source>no. {place} of the shuffled samples</source>
        <translation>섞은 샘플의 {place}번째</translation>
    </message>
    <message>
        <source>now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>rate {lr}</source>
        <translation>학습률 {lr}</translation>
    </message>
    <message>
        <source>residual ŷ − y</source>
        <translation>잔차 ŷ − y</translation>
    </message>
    <message>
        <source>sample {i}</source>
        <translation>샘플 {i}</translation>
    </message>
    <message>
        <source>the other {n}</source>
        <translation>나머지 {n}개</translation>
    </message>
    <message>
        <source>{count} of them are drawn</source>
        <translation>이 중 {count}개를 그림</translation>
    </message>
    <message>
        <source>{full} of {size}, one of {rest}</source>
        <translation>{size}개짜리 {full}개, {rest}개짜리 1개</translation>
    </message>
    <message>
        <source>{n} predictions</source>
        <translation>예측값 {n}개</translation>
    </message>
    <message>
        <source>{n} samples</source>
        <translation>샘플 {n}개</translation>
    </message>
    <message>
        <source>{n} samples, in order, into one batch of {size}</source>
        <translation>샘플 {n}개로 순서대로 {size}개짜리 배치 1개를 만듭니다</translation>
    </message>
    <message>
        <source>{n} samples, in order, into {all} batches of {size}</source>
        <translation>샘플 {n}개를 순서대로 {size}개씩 배치 {all}개로 나눕니다</translation>
    </message>
    <message>
        <source>{n} samples, in order, into {all} batches: {sizes}</source>
        <translation>샘플 {n}개를 순서대로 배치 {all}개로 나눕니다: {sizes}</translation>
    </message>
    <message>
        <source>{n} samples, in order, one by one: {all} steps an epoch</source>
        <translation>샘플 {n}개를 순서대로 하나씩: 에포크마다 {all}스텝</translation>
    </message>
    <message>
        <source>{n} samples, shuffled, into one batch of {size}</source>
        <translation>샘플 {n}개를 섞어 {size}개짜리 배치 1개를 만듭니다</translation>
    </message>
    <message>
        <source>{n} samples, shuffled, into {all} batches of {size}</source>
        <translation>샘플 {n}개를 섞어 {size}개씩 배치 {all}개로 나눕니다</translation>
    </message>
    <message>
        <source>{n} samples, shuffled, into {all} batches: {sizes}</source>
        <translation>샘플 {n}개를 섞어 배치 {all}개로 나눕니다: {sizes}</translation>
    </message>
    <message>
        <source>{n} samples, shuffled, one by one: {all} steps an epoch</source>
        <translation>샘플 {n}개를 섞어 하나씩: 에포크마다 {all}스텝</translation>
    </message>
    <message>
        <source>{size} and {rest}</source>
        <translation>{size}개와 {rest}개</translation>
    </message>
</context>
<context>
    <name>LearnDoor</name>
    <message>
        <source>Begin</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>이어서</translation>
    </message>
    <message>
        <source>Expected and happened</source>
        <translation>내 예상과 결과</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Forget my progress</source>
        <translation>진도 지우기</translation>
    </message>
    <message>
        <source>Go on with</source>
        <translation>이어서 할 실습</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>배우기</translation>
    </message>
    <message>
        <source>Start here</source>
        <translation>여기서 시작하세요</translation>
    </message>
    <message>
        <source>Step by step, with questions</source>
        <translation>질문을 따라 한 걸음씩</translation>
    </message>
    <message>
        <source>To look at again: {n}</source>
        <translation>다시 볼 질문: {n}</translation>
    </message>
    <message>
        <source>What you expected of each question of the lessons, and what happened</source>
        <translation>실습의 질문마다 무엇을 예상했고 실제로는 어땠는지 봅니다</translation>
    </message>
    <message>
        <source>Which lessons were opened and finished is kept on this machine only, without names.</source>
        <translation>어떤 실습을 열고 마쳤는지는 이름 없이 이 컴퓨터에만 남습니다.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>마침</translation>
    </message>
    <message>
        <source>gradient, rate, minimum</source>
        <translation>그레이디언트, 학습률, 최소점</translation>
    </message>
    <message>
        <source>guess, try, see why</source>
        <translation>짐작하고, 해 보고, 까닭을 봅니다</translation>
    </message>
    <message>
        <source>linear scaling and its limits</source>
        <translation>선형 스케일링과 그 한계</translation>
    </message>
    <message>
        <source>loss curves, noise floor</source>
        <translation>손실 곡선, 잡음 바닥</translation>
    </message>
    <message>
        <source>not opened yet</source>
        <translation>아직 열지 않음</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>열어 봄</translation>
    </message>
    <message>
        <source>sample, epoch, SGD</source>
        <translation>샘플, 에포크, SGD</translation>
    </message>
    <message>
        <source>step decay, cosine, warm-up</source>
        <translation>계단식 감소, 코사인, 웜업</translation>
    </message>
    <message>
        <source>{done} of {n} done</source>
        <translation>{n}개 중 {done}개 마침</translation>
    </message>
    <message>
        <source>{n} lessons, in the order of the lecture</source>
        <translation>강의 순서대로 실습 {n}개</translation>
    </message>
</context>
<context>
    <name>LessonMenu</name>
    <message>
        <source>&amp;Batch size and memory…</source>
        <translation>배치 크기와 메모리(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Exercise sheet…</source>
        <translation>문제지(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Leave the lesson</source>
        <translation>실습에서 나가기(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Reset lesson</source>
        <translation>실습 되돌리기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reset the experiment</source>
        <translation>실험 되돌리기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Why SGD wanders…</source>
        <translation>SGD가 맴도는 까닭(&amp;W)…</translation>
    </message>
    <message>
        <source>Exercise sheet with &amp;answers…</source>
        <translation>정답이 있는 문제지(&amp;A)…</translation>
    </message>
    <message>
        <source>Open a lesson of your &amp;own…</source>
        <translation>내 실습 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Show the &amp;note</source>
        <translation>설명 보기(&amp;N)</translation>
    </message>
    <message>
        <source>Step by step, with questions</source>
        <translation>질문을 따라 한 걸음씩</translation>
    </message>
    <message>
        <source>The folder of a lesson, with lesson.json in it</source>
        <translation>lesson.json이 든 실습 폴더</translation>
    </message>
    <message>
        <source>This is the first lesson.</source>
        <translation>첫 실습입니다.</translation>
    </message>
    <message>
        <source>This is the last lesson.</source>
        <translation>마지막 실습입니다.</translation>
    </message>
    <message>
        <source>reset the experiment</source>
        <translation>실험 되돌리기</translation>
    </message>
    <message>
        <source>reset the lesson</source>
        <translation>실습 되돌리기</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>As you expected.</source>
        <translation>예상대로입니다.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 확인</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>마치기</translation>
    </message>
    <message>
        <source>First the question: then the run goes on.</source>
        <translation>먼저 질문에 답하세요. 그러면 계속 움직일 수 있습니다.</translation>
    </message>
    <message>
        <source>I have an answer</source>
        <translation>답을 정했습니다</translation>
    </message>
    <message>
        <source>It happened</source>
        <translation>실제로는</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>나가기</translation>
    </message>
    <message>
        <source>Leave the lesson; the experiment stays as it is</source>
        <translation>실습에서 나갑니다. 실험은 지금 그대로 남습니다</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Not answered.</source>
        <translation>답하지 않았습니다.</translation>
    </message>
    <message>
        <source>Not as you expected.</source>
        <translation>예상과 다릅니다.</translation>
    </message>
    <message>
        <source>Not quite. This is how it goes:</source>
        <translation>조금 다릅니다. 이렇게 계산합니다.</translation>
    </message>
    <message>
        <source>Not yet.</source>
        <translation>아직 아닙니다.</translation>
    </message>
    <message>
        <source>One step →</source>
        <translation>한 스텝 →</translation>
    </message>
    <message>
        <source>Part {k} of {n}</source>
        <translation>{n}단계 중 {k}단계</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>Right.</source>
        <translation>맞습니다.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>This is my place</source>
        <translation>여기로 정했습니다</translation>
    </message>
    <message>
        <source>You expected</source>
        <translation>내 예상</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>내 답</translation>
    </message>
</context>
<context>
    <name>LookBack</name>
    <message>
        <source>All: {n}</source>
        <translation>모두: {n}</translation>
    </message>
    <message>
        <source>Ask me again</source>
        <translation>다시 풀기</translation>
    </message>
    <message>
        <source>Expected and happened</source>
        <translation>내 예상과 결과</translation>
    </message>
    <message>
        <source>It happened</source>
        <translation>실제로는</translation>
    </message>
    <message>
        <source>Looking for what you have answered…</source>
        <translation>답한 질문을 찾고 있습니다…</translation>
    </message>
    <message>
        <source>Not answered.</source>
        <translation>답하지 않았습니다.</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>There is no question that you have missed.</source>
        <translation>틀린 질문이 없습니다.</translation>
    </message>
    <message>
        <source>To look at again: {n}</source>
        <translation>다시 볼 질문: {n}</translation>
    </message>
    <message>
        <source>You expected</source>
        <translation>내 예상</translation>
    </message>
    <message>
        <source>You have answered no question yet.</source>
        <translation>아직 답한 질문이 없습니다.</translation>
    </message>
</context>
<context>
    <name>LossView</name>
    <message>
        <source>Loss</source>
        <translation>손실(loss)</translation>
    </message>
    <message>
        <source>Loss of each run over the steps</source>
        <translation>각 실행의 스텝별 손실</translation>
    </message>
    <message>
        <source>Where theory says the noise of the gradients keeps the loss</source>
        <translation>이론에 따르면 그레이디언트의 잡음 때문에 손실이 머무는 높이입니다</translation>
    </message>
    <message>
        <source>batch {value}</source>
        <translation>배치 {value}</translation>
    </message>
    <message>
        <source>best + {value}</source>
        <translation>최솟값 + {value}</translation>
    </message>
    <message>
        <source>binary cross-entropy</source>
        <translation>이진 교차 엔트로피</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>loss {symbol}</source>
        <translation>손실 {symbol}</translation>
    </message>
    <message>
        <source>mean squared error</source>
        <translation>평균 제곱 오차</translation>
    </message>
    <message>
        <source>noise floor</source>
        <translation>잡음 바닥</translation>
    </message>
    <message>
        <source>{loss} − best known</source>
        <translation>{loss} − 최솟값</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>A long formula is being differentiated…</source>
        <translation>긴 식을 미분하는 중입니다…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Saved: {count} pictures, from {file}, in {folder}</source>
        <translation>그림 {count}개를 저장했습니다: {file}부터 (폴더: {folder})</translation>
    </message>
    <message>
        <source>Saved: {file} in {folder}</source>
        <translation>저장했습니다: {file} (폴더: {folder})</translation>
    </message>
    <message>
        <source>new experiment</source>
        <translation>새 실험</translation>
    </message>
</context>
<context>
    <name>MapFigure</name>
    <message>
        <source>0 to {n} steps</source>
        <translation>0~{n}스텝</translation>
    </message>
    <message>
        <source>Each step sees all samples, not a batch.</source>
        <translation>스텝마다 배치가 아니라 전체 샘플을 봅니다.</translation>
    </message>
    <message>
        <source>Minimum, share of the starts:</source>
        <translation>최소점, 시작점의 비율:</translation>
    </message>
    <message>
        <source>The loss of {run} over learning rate and step.</source>
        <translation>{run}: 학습률과 스텝에 따른 손실입니다.</translation>
    </message>
    <message>
        <source>The loss that {run} ends at after {n} steps.</source>
        <translation>{run}: {n}스텝 뒤의 손실입니다.</translation>
    </message>
    <message>
        <source>The middle of {n} seeds.</source>
        <translation>시드 {n}개의 중앙값입니다.</translation>
    </message>
    <message>
        <source>The minimum that each start arrives in with {run}, η = {rate}, after {n} steps at most.</source>
        <translation>{run}, η = {rate}, 최대 {n}스텝으로 각 시작점에서 도달하는 최소점입니다.</translation>
    </message>
    <message>
        <source>The other parameters begin where the run does.</source>
        <translation>나머지 매개변수는 실행의 시작점에서 시작합니다.</translation>
    </message>
    <message>
        <source>The schedule keeps its shape; its base rate is shown.</source>
        <translation>스케줄의 모양은 그대로이며, 축은 기준 학습률입니다.</translation>
    </message>
    <message>
        <source>The sharpness where {run} ends after {n} steps.</source>
        <translation>{run}: {n}스텝 뒤 도착한 곳의 날카로움입니다.</translation>
    </message>
    <message>
        <source>The steps that {run} takes to a loss of {target}, of {n} at most.</source>
        <translation>{run}: 손실이 {target}까지 내려가는 데 걸리는 스텝 수입니다(최대 {n}).</translation>
    </message>
    <message>
        <source>What becomes of {run} in {n} steps.</source>
        <translation>{run}: {n}스텝 동안 어떻게 되는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Without the gradient's noise.</source>
        <translation>그레이디언트의 잡음은 뺐습니다.</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>does not reach the loss</source>
        <translation>그 손실에 이르지 못함</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>few steps to many</source>
        <translation>적은 스텝 ~ 많은 스텝</translation>
    </message>
    <message>
        <source>flat to sharp</source>
        <translation>완만함 ~ 날카로움</translation>
    </message>
    <message>
        <source>learning rate η</source>
        <translation>학습률 η</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>low loss to high loss</source>
        <translation>작은 손실 ~ 큰 손실</translation>
    </message>
    <message>
        <source>lowest loss at the end: {rate}</source>
        <translation>끝에서 손실이 가장 작은 학습률: {rate}</translation>
    </message>
    <message>
        <source>momentum β</source>
        <translation>모멘텀 β</translation>
    </message>
    <message>
        <source>momentum β₁</source>
        <translation>모멘텀 β₁</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>값 없음</translation>
    </message>
    <message>
        <source>rate in use: {rate}</source>
        <translation>현재 학습률: {rate}</translation>
    </message>
    <message>
        <source>second moment β₂</source>
        <translation>2차 모멘트 β₂</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>날카로움</translation>
    </message>
    <message>
        <source>stability limit of theory</source>
        <translation>이론의 안정 한계</translation>
    </message>
    <message>
        <source>start of the run</source>
        <translation>실행의 시작점</translation>
    </message>
    <message>
        <source>start, {name}</source>
        <translation>시작점 {name}</translation>
    </message>
    <message>
        <source>step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>the experiment's own values</source>
        <translation>실험에 적힌 값</translation>
    </message>
</context>
<context>
    <name>MemoryAdvisor</name>
    <message>
        <source>&amp;Activations a sample</source>
        <translation>샘플당 활성값(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Features a sample</source>
        <translation>샘플당 특성(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>모델(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Optimizer state</source>
        <translation>옵티마이저 상태(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Parameters</source>
        <translation>매개변수(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Samples</source>
        <translation>샘플 수(&amp;S)</translation>
    </message>
    <message>
        <source>Adam: 2</source>
        <translation>Adam: 2개</translation>
    </message>
    <message>
        <source>All {n} samples fit in one batch.</source>
        <translation>샘플 {n}개가 모두 한 배치에 들어갑니다.</translation>
    </message>
    <message>
        <source>Batch size and memory</source>
        <translation>배치 크기와 메모리</translation>
    </message>
    <message>
        <source>Free on {device} now: {gb} GB (2³⁰ bytes).</source>
        <translation>현재 여유 메모리({device}): {gb} GB(2³⁰바이트).</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Memory, &amp;GB</source>
        <translation>메모리, GB(&amp;G)</translation>
    </message>
    <message>
        <source>Not even one sample fits: use a smaller model, fewer bytes a number, or another device.</source>
        <translation>샘플 하나도 들어가지 않습니다. 더 작은 모델, 더 낮은 정밀도, 또는 다른 장치를 쓰세요.</translation>
    </message>
    <message>
        <source>P&amp;recision</source>
        <translation>정밀도(&amp;R)</translation>
    </message>
    <message>
        <source>Parameters, gradients and state take {fixed}; each sample adds {each}.</source>
        <translation>매개변수, 그레이디언트, 상태: {fixed}. 샘플 하나마다 추가: {each}.</translation>
    </message>
    <message>
        <source>Powers of two are a custom with reasons in the hardware (warps of 32, tiles, cache lines), no law: 20 or 100 are right as well. Real programs need more than this estimate.</source>
        <translation>2의 거듭제곱은 하드웨어(32개짜리 워프, 타일, 캐시 라인)에서 온 관습일 뿐 법칙은 아닙니다. 20이나 100도 괜찮습니다. 실제 프로그램에는 이 추정치보다 더 많은 메모리가 필요합니다.</translation>
    </message>
    <message>
        <source>SGD: none</source>
        <translation>SGD: 없음</translation>
    </message>
    <message>
        <source>The full batch of {n} needs {whole}: the memory error, before it happens. The way round it is accumulation: the gradients of several smaller batches are averaged before one update.</source>
        <translation>전체 배치(샘플 {n}개)에 필요한 메모리는 {whole}입니다. 실제로 실행하면 메모리 오류가 납니다. 작은 배치의 그레이디언트를 모아 한 번에 갱신하면(누적) 피할 수 있습니다.</translation>
    </message>
    <message>
        <source>The largest batch that fits is {largest}; powers of two up to {power}.</source>
        <translation>들어가는 가장 큰 배치: {largest}. 2의 거듭제곱으로는 {power}까지입니다.</translation>
    </message>
    <message>
        <source>This experiment</source>
        <translation>이 실험</translation>
    </message>
    <message>
        <source>Time, measured</source>
        <translation>측정한 시간</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>free now</source>
        <translation>현재 여유</translation>
    </message>
    <message>
        <source>memory of a step, {unit}</source>
        <translation>한 스텝의 메모리, {unit}</translation>
    </message>
    <message>
        <source>momentum: 1</source>
        <translation>모멘텀: 1개</translation>
    </message>
    <message>
        <source>{gb} GB</source>
        <translation>{gb} GB</translation>
    </message>
    <message>
        <source>{name}, {size} bytes</source>
        <translation>{name}, {size}바이트</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Batches on the surface</source>
        <translation>곡면 위의 배치(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Count</source>
        <translation>세는 단위(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>실습(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Plot of the learning rate</source>
        <translation>학습률 그래프(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>재생(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Surface</source>
        <translation>곡면(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;What the window is about</source>
        <translation>화면 구성(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>창(&amp;W)</translation>
    </message>
    <message>
        <source>Fi&amp;lm, table, code</source>
        <translation>동영상, 표, 코드(&amp;L)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>언어(&amp;G)</translation>
    </message>
    <message>
        <source>P&amp;ictures</source>
        <translation>그림(&amp;I)</translation>
    </message>
</context>
<context>
    <name>MinimumNames</name>
    <message>
        <source>global minimum</source>
        <translation>전역 최소점</translation>
    </message>
    <message>
        <source>local minimum</source>
        <translation>지역 최소점</translation>
    </message>
    <message>
        <source>lowest minimum here</source>
        <translation>이 구간에서 가장 낮은 최소점</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>최소점</translation>
    </message>
</context>
<context>
    <name>ModelForm</name>
    <message>
        <source>Columns of the data: {names}</source>
        <translation>데이터의 열: {names}</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Prediction  &lt;i&gt;ŷ&lt;/i&gt;</source>
        <translation>예측  &lt;i&gt;ŷ&lt;/i&gt;</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작점</translation>
    </message>
    <message>
        <source>The prediction as a formula in the columns, such as {example}: every other name is a parameter that is learned. Return takes it.</source>
        <translation>열로 쓴 예측식입니다(예: {example}). 열이 아닌 이름은 모두 학습할 매개변수가 됩니다. Enter를 누르면 적용됩니다.</translation>
    </message>
</context>
<context>
    <name>NoteStrip</name>
    <message>
        <source>Back to the experiment as it was. What you made of it stays in File, Open recent; undo brings it back.</source>
        <translation>실험을 처음 상태로 되돌립니다. 바꾼 내용은 파일 메뉴의 최근 파일에 남고, 실행 취소로도 돌아갑니다.</translation>
    </message>
    <message>
        <source>Back to the lesson as it was. What you made of it stays in File, Open recent; undo brings it back.</source>
        <translation>실습을 처음 상태로 되돌립니다. 바꾼 내용은 파일 메뉴의 최근 파일에 남고, 실행 취소로도 돌아갑니다.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>Put the note away</source>
        <translation>설명 닫기</translation>
    </message>
    <message>
        <source>Puts the note away; the menu Lessons brings it back.</source>
        <translation>설명을 닫습니다. 실습 메뉴에서 다시 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Reset lesson</source>
        <translation>실습 되돌리기</translation>
    </message>
    <message>
        <source>The lecture's example, 3x²y: one step in numbers.</source>
        <translation>강의의 예제 3x²y. 한 스텝을 숫자로 따라갑니다.</translation>
    </message>
    <message>
        <source>Worked example, by hand</source>
        <translation>손으로 계산하는 예제</translation>
    </message>
</context>
<context>
    <name>OpenDataDialog</name>
    <message>
        <source>&amp;Open</source>
        <translation>열기(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Standardise the features</source>
        <translation>특성 표준화(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Target</source>
        <translation>목푯값(&amp;T)</translation>
    </message>
    <message>
        <source>A polynomial has one feature: choose one.</source>
        <translation>다항 회귀에는 특성이 하나만 있습니다. 하나만 고르세요.</translation>
    </message>
    <message>
        <source>Choose at least one feature.</source>
        <translation>특성을 하나 이상 고르세요.</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>Left out, as samples are numbers, and classes 0 and 1: {why}</source>
        <translation>뺀 열(샘플은 수, 클래스는 0과 1이어야 합니다): {why}</translation>
    </message>
    <message>
        <source>Mean 0 and standard deviation 1: one rate then suits all of them.</source>
        <translation>평균 0, 표준편차 1로 맞춥니다. 그러면 한 학습률이 모든 특성에 맞습니다.</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>데이터 열기</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Standardise the tar&amp;get</source>
        <translation>목푯값 표준화(&amp;G)</translation>
    </message>
    <message>
        <source>The file has no column names: its first row is data.</source>
        <translation>파일에 열 이름이 없어 첫 행부터 데이터로 읽습니다.</translation>
    </message>
    <message>
        <source>The file has one column: samples need a feature and a target.</source>
        <translation>파일에 열이 하나뿐입니다. 샘플에는 특성과 목푯값이 필요합니다.</translation>
    </message>
    <message>
        <source>The target &amp;is</source>
        <translation>목푯값의 종류(&amp;I)</translation>
    </message>
    <message>
        <source>a class, 0 or 1: logistic regression</source>
        <translation>클래스 0 또는 1: 로지스틱 회귀</translation>
    </message>
    <message>
        <source>a number: linear regression</source>
        <translation>수: 선형 회귀</translation>
    </message>
    <message>
        <source>a number: own model</source>
        <translation>수: 직접 만든 모델</translation>
    </message>
    <message>
        <source>a number: polynomial regression</source>
        <translation>수: 다항 회귀</translation>
    </message>
</context>
<context>
    <name>OwnDoor</name>
    <message>
        <source>A CSV file of two columns or more: fit a line or a curve.</source>
        <translation>열이 두 개 이상인 CSV 파일. 직선이나 곡선을 맞춥니다.</translation>
    </message>
    <message>
        <source>Files can be dropped here, too.</source>
        <translation>파일을 창에 끌어다 놓아도 됩니다.</translation>
    </message>
    <message>
        <source>My function, my data, my training</source>
        <translation>내 함수, 내 데이터, 내 학습 기록</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>내 자료로</translation>
    </message>
    <message>
        <source>One that was saved: go on where you were.</source>
        <translation>저장해 둔 실험. 하던 데서 이어서 합니다.</translation>
    </message>
    <message>
        <source>Open a training log</source>
        <translation>학습 기록 열기</translation>
    </message>
    <message>
        <source>Open an experiment</source>
        <translation>실험 열기</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>데이터 열기</translation>
    </message>
    <message>
        <source>Rate and loss at each step: see the curves of your own training.</source>
        <translation>스텝마다 학습률과 손실. 내 학습의 곡선을 봅니다.</translation>
    </message>
</context>
<context>
    <name>ParameterPanel</name>
    <message>
        <source>; the last batch has {rest}</source>
        <translation>, 마지막 배치 {rest}개</translation>
    </message>
    <message>
        <source>Also dragged in the surface.</source>
        <translation>곡면에서 끌어 옮길 수도 있습니다.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>Counted in</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>Data and duration</source>
        <translation>데이터와 학습 횟수</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>계산 장치</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>학습 횟수</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>How many updates the run makes (step = iteration).</source>
        <translation>갱신(update) 횟수. 갱신 한 번이 한 스텝(step), 곧 이터레이션(iteration)입니다.</translation>
    </message>
    <message>
        <source>How often the whole data set is seen.</source>
        <translation>전체 데이터를 학습하는 횟수(epoch).</translation>
    </message>
    <message>
        <source>Its length (0: none), and the share of the rate it begins with.</source>
        <translation>웜업(warm-up)의 길이(0: 없음)와 시작 비율. 학습률을 낮은 값에서 서서히 올립니다.</translation>
    </message>
    <message>
        <source>J(w)</source>
        <translation>J(w)</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Make data</source>
        <translation>데이터 만들기</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>설정 더 보기</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>문제</translation>
    </message>
    <message>
        <source>Rate  &lt;i&gt;η&lt;/i&gt;</source>
        <translation>학습률  &lt;i&gt;η&lt;/i&gt;</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작점</translation>
    </message>
    <message>
        <source>Start  &lt;i&gt;{names}&lt;/i&gt;</source>
        <translation>시작점  &lt;i&gt;{names}&lt;/i&gt;</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>손실 곡면</translation>
    </message>
    <message>
        <source>The learning rate η, on a logarithmic scale.</source>
        <translation>학습률 η, 로그 눈금.</translation>
    </message>
    <message>
        <source>The loss as a formula.</source>
        <translation>수식으로 쓴 손실 함수(loss function).</translation>
    </message>
    <message>
        <source>The loss function: from the catalogue, from data, or your own.</source>
        <translation>손실 함수(loss function): 목록, 데이터, 직접 입력 중에서 고릅니다.</translation>
    </message>
    <message>
        <source>The schedule brings rates of its own: they are edited below.</source>
        <translation>이 스케줄은 자체 학습률을 씁니다. 아래에서 고칩니다.</translation>
    </message>
    <message>
        <source>There is no warm-up: give it a length first.</source>
        <translation>웜업이 없습니다. 먼저 웜업 길이를 정하세요.</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>웜업</translation>
    </message>
    <message>
        <source>Warm-up in {unit}</source>
        <translation>웜업 단위: {unit}</translation>
    </message>
    <message>
        <source>Where the numbers are computed; automatic takes the faster one.</source>
        <translation>계산하는 장치. 자동은 더 빠른 쪽을 고릅니다.</translation>
    </message>
    <message>
        <source>Whether the schedule counts finished epochs or steps.</source>
        <translation>스케줄을 에포크(epoch)로 셀지 스텝(step)으로 셀지 정합니다.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>formula</source>
        <translation>손실 함수 식</translation>
    </message>
    <message>
        <source>full batch: all {n} samples a step, one step an epoch</source>
        <translation>전체 배치(full batch): 한 스텝에 샘플 {n}개 전부, 에포크당 1스텝</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>whole data</source>
        <translation>전체 배치</translation>
    </message>
    <message>
        <source>{n} samples / batch {size} = {steps} iterations an epoch</source>
        <translation>샘플 {n}개 ÷ 배치 {size} = 에포크당 {steps} 이터레이션</translation>
    </message>
</context>
<context>
    <name>ParameterTable</name>
    <message>
        <source>All parameters</source>
        <translation>모든 매개변수</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>그레이디언트</translation>
    </message>
    <message>
        <source>last step Δw</source>
        <translation>마지막 스텝 Δw</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>{run}, after step {k}</source>
        <translation>{run}, 스텝 {k} 뒤</translation>
    </message>
</context>
<context>
    <name>PhaseView</name>
    <message>
        <source>Click a cell: its run opens beside. The wheel, or Shift and a drag, zooms. {count}</source>
        <translation>칸을 누르면 그 실행이 옆에 열립니다. 휠로, 또는 Shift를 누르고 끌어 확대합니다. {count}</translation>
    </message>
    <message>
        <source>Click a cell: its run with the experiment's own seed opens beside. The wheel, or Shift and a drag, zooms. {count}</source>
        <translation>칸을 누르면 실험 자체의 시드로 한 실행이 옆에 열립니다. 휠로, 또는 Shift를 누르고 끌어 확대합니다. {count}</translation>
    </message>
    <message>
        <source>Phase diagram</source>
        <translation>상도표</translation>
    </message>
    <message>
        <source>Shows the whole range of both settings again (Esc)</source>
        <translation>두 설정의 전체 범위를 다시 보여 줍니다(Esc)</translation>
    </message>
    <message>
        <source>The setting along the horizontal axis</source>
        <translation>가로축의 설정</translation>
    </message>
    <message>
        <source>The setting along the vertical axis</source>
        <translation>세로축의 설정</translation>
    </message>
    <message>
        <source>This run has only one setting to vary.</source>
        <translation>이 실행에는 바꿀 수 있는 설정이 하나뿐입니다.</translation>
    </message>
    <message>
        <source>What is shown of each run</source>
        <translation>실행마다 무엇을 보여 줄지 정합니다</translation>
    </message>
    <message>
        <source>What settings lead to lies ahead of the playhead: hidden (H).</source>
        <translation>설정의 결과는 재생 위치보다 앞에 있어 가려져 있습니다(H).</translation>
    </message>
    <message>
        <source>What the run comes to over two of its settings; the arrow keys go from cell to cell, Return opens its run beside.</source>
        <translation>두 설정에 따른 실행의 결과입니다. 화살표 키로 칸을 옮겨 다니고, Return 키로 그 실행을 옆에 엽니다.</translation>
    </message>
    <message>
        <source>Whole range</source>
        <translation>전체 범위</translation>
    </message>
    <message>
        <source>With so many steps or samples a phase diagram takes too long.</source>
        <translation>스텝이나 샘플이 이렇게 많으면 상도표를 그리는 데 너무 오래 걸립니다.</translation>
    </message>
    <message>
        <source>a run of the experiment</source>
        <translation>실험의 실행</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>final loss</source>
        <translation>마지막 손실</translation>
    </message>
    <message>
        <source>final loss {value}</source>
        <translation>마지막 손실 {value}</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>도달하지 못함</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>시드 수</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>날카로움</translation>
    </message>
    <message>
        <source>sharpness {value}</source>
        <translation>날카로움 {value}</translation>
    </message>
    <message>
        <source>shows</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>stability limit</source>
        <translation>안정 한계</translation>
    </message>
    <message>
        <source>stable below {formula}</source>
        <translation>{formula} 미만에서 안정</translation>
    </message>
    <message>
        <source>steps to a loss</source>
        <translation>목표 손실까지의 스텝</translation>
    </message>
    <message>
        <source>what becomes of it</source>
        <translation>실행의 결과</translation>
    </message>
    <message>
        <source>x-axis</source>
        <translation>가로축</translation>
    </message>
    <message>
        <source>y-axis</source>
        <translation>세로축</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n}스텝</translation>
    </message>
    <message>
        <source>{n} × {m} runs</source>
        <translation>실행 {n} × {m}개</translation>
    </message>
    <message>
        <source>{n} × {m} runs of {run}</source>
        <translation>{run}: 실행 {n} × {m}개</translation>
    </message>
</context>
<context>
    <name>PlaneCommands</name>
    <message>
        <source>All para&amp;meters…</source>
        <translation>모든 매개변수(&amp;M)…</translation>
    </message>
    <message>
        <source>All parameters</source>
        <translation>모든 매개변수</translation>
    </message>
    <message>
        <source>All parameters: value, gradient and last step, in a table</source>
        <translation>모든 매개변수: 값, 그레이디언트, 마지막 스텝을 표로 봅니다</translation>
    </message>
    <message>
        <source>Pla&amp;ne of the surface</source>
        <translation>곡면의 평면(&amp;N)</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>plane</source>
        <translation>평면</translation>
    </message>
</context>
<context>
    <name>PlayingCommands</name>
    <message>
        <source>&amp;Loop: begin again after the end</source>
        <translation>끝나면 처음부터 다시(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Next epoch</source>
        <translation>다음 에포크(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>일시정지(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>재생(&amp;P)</translation>
    </message>
    <message>
        <source>After the last step playing starts again.</source>
        <translation>마지막 스텝 뒤에 처음부터 다시 재생합니다.</translation>
    </message>
    <message>
        <source>P&amp;revious epoch</source>
        <translation>이전 에포크(&amp;R)</translation>
    </message>
    <message>
        <source>Playing ends at the last step.</source>
        <translation>마지막 스텝에서 재생이 멈춥니다.</translation>
    </message>
    <message>
        <source>Rese&amp;t</source>
        <translation>되감기(&amp;T)</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>한 스텝 뒤로(&amp;B)</translation>
    </message>
    <message>
        <source>Step &amp;forward</source>
        <translation>한 스텝 앞으로(&amp;F)</translation>
    </message>
    <message>
        <source>To t&amp;he start</source>
        <translation>처음으로(&amp;H)</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>끝으로(&amp;E)</translation>
    </message>
</context>
<context>
    <name>PositionWords</name>
    <message>
        <source>The last step crossed the valley and lowered the loss by {by}.</source>
        <translation>마지막 스텝이 골짜기를 건너며 손실을 {by}만큼 줄였습니다.</translation>
    </message>
    <message>
        <source>The last step left the loss as it was.</source>
        <translation>마지막 스텝에서 손실이 그대로입니다.</translation>
    </message>
    <message>
        <source>The last step lowered the loss by {by}.</source>
        <translation>마지막 스텝이 손실을 {by}만큼 줄였습니다.</translation>
    </message>
    <message>
        <source>The last step overshot the valley and raised the loss by {by}.</source>
        <translation>마지막 스텝이 골짜기를 지나쳐(오버슈팅) 손실을 {by}만큼 키웠습니다.</translation>
    </message>
    <message>
        <source>The last step raised the loss by {by}.</source>
        <translation>마지막 스텝이 손실을 {by}만큼 키웠습니다.</translation>
    </message>
    <message>
        <source>The last step went uphill and raised the loss by {by}.</source>
        <translation>마지막 스텝이 오르막으로 가서 손실을 {by}만큼 키웠습니다.</translation>
    </message>
    <message>
        <source>crossed the valley</source>
        <translation>골짜기를 건넘</translation>
    </message>
    <message>
        <source>epoch {e} of {n}</source>
        <translation>에포크 {e}/{n}</translation>
    </message>
    <message>
        <source>iteration {i} of {n}</source>
        <translation>이터레이션 {i}/{n}</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>손실 {loss}</translation>
    </message>
    <message>
        <source>overshot the valley</source>
        <translation>오버슈팅: 골짜기를 지나침</translation>
    </message>
    <message>
        <source>stayed level</source>
        <translation>손실 그대로</translation>
    </message>
    <message>
        <source>step {k}</source>
        <translation>스텝 {k}</translation>
    </message>
    <message>
        <source>went down</source>
        <translation>내려감</translation>
    </message>
    <message>
        <source>went up</source>
        <translation>올라감</translation>
    </message>
    <message>
        <source>went uphill</source>
        <translation>오르막으로 감</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message>
        <source>Presenting: Space plays, H shows what is ahead, Esc ends it</source>
        <translation>발표 모드: Space 재생, H 앞으로의 경로 보기, Esc 끝내기</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>  ·  {width} × {height} pixels  ·  {dpi} dpi</source>
        <translation>  ·  {width} × {height} 픽셀  ·  {dpi} dpi</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리 보기</translation>
    </message>
    <message>
        <source>{width} × {height} mm</source>
        <translation>{width} × {height} mm</translation>
    </message>
</context>
<context>
    <name>RateCurveView</name>
    <message>
        <source>Line search</source>
        <translation>직선 탐색</translation>
    </message>
    <message>
        <source>Rate sweep</source>
        <translation>학습률 스윕</translation>
    </message>
    <message>
        <source>The loss along the gradient from the playhead on; a click takes the rate, Return the best.</source>
        <translation>재생 위치에서 그레이디언트를 따라 본 손실입니다. 클릭하면 그 학습률을, Enter 키를 누르면 가장 좋은 값을 씁니다.</translation>
    </message>
    <message>
        <source>The loss in which constant rates end; a click takes a rate, Return the best.</source>
        <translation>일정한 학습률마다 마지막 손실입니다. 클릭하면 그 학습률을, Enter 키를 누르면 가장 좋은 값을 씁니다.</translation>
    </message>
    <message>
        <source>Turns the sign: J(w + η·gradient). It rises, which is why the update has a minus.</source>
        <translation>부호를 뒤집습니다: J(w + η·그레이디언트). 손실이 커집니다. 그래서 갱신에는 빼기가 붙습니다.</translation>
    </message>
    <message>
        <source>Uphill</source>
        <translation>오르막</translation>
    </message>
    <message>
        <source>What rates lead to lies ahead of the playhead: hidden (H).</source>
        <translation>아직 재생하지 않은 부분이라 가려 두었습니다(H).</translation>
    </message>
    <message>
        <source>With a plus the loss rises, slope +|g|² = {slope}: the gradient points uphill.</source>
        <translation>더하면 손실이 커집니다. 기울기 +|g|² = {slope}: 그레이디언트는 오르막을 가리킵니다.</translation>
    </message>
    <message>
        <source>best</source>
        <translation>최적</translation>
    </message>
    <message>
        <source>best {rate}</source>
        <translation>최적 {rate}</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>constant learning rate η</source>
        <translation>일정한 학습률 η</translation>
    </message>
    <message>
        <source>diverges</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>final loss</source>
        <translation>마지막 손실</translation>
    </message>
    <message>
        <source>in use {rate}</source>
        <translation>현재 {rate}</translation>
    </message>
    <message>
        <source>learning rate η</source>
        <translation>학습률 η</translation>
    </message>
    <message>
        <source>no finite loss here</source>
        <translation>이곳의 손실은 유한하지 않습니다</translation>
    </message>
    <message>
        <source>old loss again</source>
        <translation>원래 손실로 돌아옴</translation>
    </message>
    <message>
        <source>old loss again at {rate}</source>
        <translation>원래 손실로 돌아오는 값 {rate}</translation>
    </message>
    <message>
        <source>slope at 0: −|g|² = {slope}</source>
        <translation>기울기 −|g|² = {slope}</translation>
    </message>
    <message>
        <source>the curve lies ahead of the playhead: hidden (H)</source>
        <translation>곡선은 아직 재생하지 않은 부분이라 가려 두었습니다(H)</translation>
    </message>
    <message>
        <source>the loss falls without end: no rate is best</source>
        <translation>손실이 끝없이 줄어듭니다. 가장 좋은 학습률이 없습니다</translation>
    </message>
    <message>
        <source>too much data for a sweep</source>
        <translation>학습률 스윕에는 데이터가 너무 많습니다</translation>
    </message>
    <message>
        <source>too steep here to be drawn</source>
        <translation>여기서는 너무 가팔라 그릴 수 없습니다</translation>
    </message>
    <message>
        <source>{n} steps from step {k} on</source>
        <translation>스텝 {k}부터 {n}스텝</translation>
    </message>
    <message>
        <source>{n} steps from the start</source>
        <translation>시작점부터 {n}스텝</translation>
    </message>
</context>
<context>
    <name>RateMapView</name>
    <message>
        <source>Every rate diverges.</source>
        <translation>모든 학습률이 발산합니다.</translation>
    </message>
    <message>
        <source>Loss over learning rate and step</source>
        <translation>학습률과 스텝에 따른 손실</translation>
    </message>
    <message>
        <source>Lowest loss after {n} steps: η = {rate} (dashed). A click takes a rate.</source>
        <translation>{n}스텝 뒤 손실이 가장 작은 학습률: η = {rate}(점선). 클릭하면 그 학습률을 씁니다.</translation>
    </message>
    <message>
        <source>The schedule keeps its shape; dark: low loss, red: diverged, line: rate in use</source>
        <translation>스케줄의 모양은 그대로. 어두움: 작은 손실, 빨강: 발산, 가로줄: 현재 학습률</translation>
    </message>
    <message>
        <source>What rates lead to lies ahead of the playhead: hidden (H).</source>
        <translation>아직 재생하지 않은 부분이라 가려 두었습니다(H).</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>learning rate η</source>
        <translation>학습률 η</translation>
    </message>
    <message>
        <source>step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>η = {rate}, step {k}: loss {loss}</source>
        <translation>η = {rate}, 스텝 {k}: 손실 {loss}</translation>
    </message>
</context>
<context>
    <name>RateMarks</name>
    <message>
        <source>A click takes it.</source>
        <translation>클릭하면 이 값을 씁니다.</translation>
    </message>
    <message>
        <source>Best constant rate from this start, {{value}}: the lowest loss after {steps} steps.</source>
        <translation>이 시작점에서 가장 좋은 일정한 학습률, {{value}}: {steps}스텝 뒤의 손실이 가장 낮습니다.</translation>
    </message>
    <message>
        <source>Lowest stability limit along the path, {value}: a larger rate is unstable there.</source>
        <translation>경로에서 가장 낮은 안정 한계, {value}: 이보다 큰 학습률은 그곳에서 불안정합니다.</translation>
    </message>
    <message>
        <source>Stability limit at step {step}, {{value}}: from there on the run diverges.</source>
        <translation>안정 한계(스텝 {step}), {{value}}: 여기서부터 발산합니다.</translation>
    </message>
    <message>
        <source>Stability limit at the start, {value}: with a larger constant rate the steps grow there.</source>
        <translation>시작점의 안정 한계, {value}: 일정한 학습률이 이보다 크면 그곳에서 스텝이 점점 커집니다.</translation>
    </message>
    <message>
        <source>unstable</source>
        <translation>불안정</translation>
    </message>
</context>
<context>
    <name>RateRangeView</name>
    <message>
        <source>Range test</source>
        <translation>범위 시험</translation>
    </message>
    <message>
        <source>The loss while the rate rises with every update, from the playhead on; a click takes a rate, Return the suggested one.</source>
        <translation>재생 위치부터 갱신마다 학습률을 키우며 본 손실입니다. 클릭하면 그 학습률을, Enter 키를 누르면 제안한 값을 씁니다.</translation>
    </message>
    <message>
        <source>What rates lead to lies ahead of the playhead: hidden (H).</source>
        <translation>아직 재생하지 않은 부분이라 가려 두었습니다(H).</translation>
    </message>
    <message>
        <source>blows up</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>blows up at {rate}</source>
        <translation>발산 {rate}</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>falls fastest</source>
        <translation>가장 빨리 감소</translation>
    </message>
    <message>
        <source>from step {k}</source>
        <translation>시작: 스텝 {k}</translation>
    </message>
    <message>
        <source>in use {rate}</source>
        <translation>현재 {rate}</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>no finite loss here</source>
        <translation>이곳의 손실은 유한하지 않습니다</translation>
    </message>
    <message>
        <source>rising learning rate η</source>
        <translation>커지는 학습률 η</translation>
    </message>
    <message>
        <source>suggested {rate}</source>
        <translation>제안 {rate}</translation>
    </message>
    <message>
        <source>the loss does not fall: no rate is suggested</source>
        <translation>손실이 줄지 않아 제안할 학습률이 없습니다</translation>
    </message>
    <message>
        <source>too much data for a test</source>
        <translation>범위 시험을 하기에는 데이터가 너무 많습니다</translation>
    </message>
</context>
<context>
    <name>RateRow</name>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Learning rate η</source>
        <translation>학습률 η</translation>
    </message>
    <message>
        <source>The learning rate η, on a logarithmic scale.</source>
        <translation>학습률 η입니다. 눈금은 로그 척도입니다.</translation>
    </message>
</context>
<context>
    <name>RateSlider</name>
    <message>
        <source>faster</source>
        <translation>빠르게</translation>
    </message>
    <message>
        <source>slower</source>
        <translation>느리게</translation>
    </message>
</context>
<context>
    <name>RateStage</name>
    <message>
        <source>Best rate</source>
        <translation>가장 좋은 학습률</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>그리기</translation>
    </message>
    <message>
        <source>From here on</source>
        <translation>여기서부터</translation>
    </message>
    <message>
        <source>From here on: a rate that you set holds from the playhead on; the past stays as it is.</source>
        <translation>여기서부터: 새로 정한 학습률을 재생 위치부터 씁니다. 지나온 경로는 그대로입니다.</translation>
    </message>
    <message>
        <source>Line search: the loss along the gradient, over the rate</source>
        <translation>직선 탐색: 그레이디언트를 따라 본 손실을 학습률에 대해 그립니다</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>지도</translation>
    </message>
    <message>
        <source>Phase diagram: how the run ends over two of its settings</source>
        <translation>상도표: 두 설정에 따라 실행이 어떻게 끝나는지 봅니다</translation>
    </message>
    <message>
        <source>Range test: the loss while the rate rises within one run</source>
        <translation>범위 시험(range test): 한 번의 실행에서 학습률을 키우며 본 손실</translation>
    </message>
    <message>
        <source>Rate sweep: the final loss of constant rates</source>
        <translation>학습률 스윕: 일정한 학습률마다의 마지막 손실</translation>
    </message>
    <message>
        <source>Set the rate that ends at the lowest loss; Undo takes it back</source>
        <translation>마지막 손실이 가장 낮은 학습률로 바꿉니다. 실행 취소로 되돌릴 수 있습니다</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>Take the best</source>
        <translation>이 학습률 쓰기</translation>
    </message>
    <message>
        <source>The learning rate over the steps</source>
        <translation>스텝에 따른 학습률</translation>
    </message>
    <message>
        <source>Try constant rates, and see which of them ends at the lowest loss</source>
        <translation>일정한 학습률을 여럿 써 보고 마지막 손실이 가장 낮은 것을 찾습니다</translation>
    </message>
</context>
<context>
    <name>RateView</name>
    <message>
        <source>The schedule brings rates of its own.</source>
        <translation>이 스케줄은 자체 학습률을 씁니다.</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>&amp;Clear this list</source>
        <translation>목록 지우기(&amp;C)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>최근 파일(&amp;R)</translation>
    </message>
    <message>
        <source>{lesson}  —  edited experiment, {when}</source>
        <translation>{lesson}  —  바꾼 실험, {when}</translation>
    </message>
    <message>
        <source>{lesson}  —  edited lesson, {when}</source>
        <translation>{lesson}  —  바꾼 실습, {when}</translation>
    </message>
</context>
<context>
    <name>RecordedRows</name>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Colour {number}</source>
        <translation>색 {number}</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Remove {run} from the experiment; the file stays</source>
        <translation>실험에서 실행 하나를 뺍니다: {run}. 파일은 그대로 남습니다</translation>
    </message>
    <message>
        <source>Rename recorded run</source>
        <translation>기록된 실행의 이름 바꾸기</translation>
    </message>
    <message>
        <source>Rename, hide or recolour {run}</source>
        <translation>이름, 숨기기, 색: {run}</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>이름 바꾸기…</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>읽지 못함</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>기록됨</translation>
    </message>
    <message>
        <source>… and {n} more</source>
        <translation>… 외 {n}개</translation>
    </message>
</context>
<context>
    <name>RecoveryBox</name>
    <message>
        <source>Ask again later</source>
        <translation>나중에 다시 묻기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Open the experiment as it was on {when}?</source>
        <translation>저장되지 않은 실험을 다시 열까요? ({when})</translation>
    </message>
    <message>
        <source>Open “{name}” as it was on {when}?</source>
        <translation>저장되지 않은 실험을 다시 열까요? “{name}” ({when})</translation>
    </message>
    <message>
        <source>gdviz was ended before the changes were saved.</source>
        <translation>변경 내용을 저장하기 전에 gdviz가 종료되었습니다.</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>Add a copy of the chosen run</source>
        <translation>선택한 실행의 복사본 추가</translation>
    </message>
    <message>
        <source>Add a run</source>
        <translation>실행 추가</translation>
    </message>
    <message>
        <source>Add a run from the same start with Adam</source>
        <translation>같은 시작점에서 Adam으로 실행 추가</translation>
    </message>
    <message>
        <source>Add a run: the same start, an optimizer that is not in the race yet</source>
        <translation>실행 추가: 같은 시작점, 아직 목록에 없는 옵티마이저</translation>
    </message>
    <message>
        <source>Add the same run with a tenth of the learning rate</source>
        <translation>같은 실행을 학습률 10분의 1로 추가</translation>
    </message>
    <message>
        <source>Add the same run with momentum 0.9</source>
        <translation>같은 실행을 모멘텀 0.9로 추가</translation>
    </message>
    <message>
        <source>Add the same run with ten times the learning rate</source>
        <translation>같은 실행을 학습률 10배로 추가</translation>
    </message>
    <message>
        <source>All columns</source>
        <translation>모든 열</translation>
    </message>
    <message>
        <source>Choose the loss for which the table shows the first step that reaches it</source>
        <translation>처음 도달한 스텝을 표에 보일 손실 정하기</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Delete the chosen run</source>
        <translation>선택한 실행 삭제</translation>
    </message>
    <message>
        <source>Draw the chosen run faint and leave it as it is, to compare before and after</source>
        <translation>선택한 실행을 흐리게 그리고 그대로 두어 전과 후를 비교합니다</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Give the chosen run another name</source>
        <translation>선택한 실행의 이름 바꾸기</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Leave the chosen run out of all pictures; it is still computed</source>
        <translation>선택한 실행을 모든 그림에서 뺍니다. 계산은 그대로 합니다</translation>
    </message>
    <message>
        <source>Loss to reach…</source>
        <translation>목표 손실…</translation>
    </message>
    <message>
        <source>Make room for all columns of the table</source>
        <translation>표의 모든 열이 보이게 넓히기</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>아래로</translation>
    </message>
    <message>
        <source>Move the chosen run down; rows can be dragged, too</source>
        <translation>선택한 실행을 아래로 옮기기(끌어도 됩니다)</translation>
    </message>
    <message>
        <source>Move the chosen run up; rows can be dragged, too</source>
        <translation>선택한 실행을 위로 옮기기(끌어도 됩니다)</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>위로</translation>
    </message>
    <message>
        <source>Pin as baseline</source>
        <translation>기준선으로 고정</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보이기</translation>
    </message>
    <message>
        <source>Show all runs</source>
        <translation>모든 실행 보이기</translation>
    </message>
    <message>
        <source>Show alone</source>
        <translation>이것만 보이기</translation>
    </message>
    <message>
        <source>Show the chosen run alone</source>
        <translation>선택한 실행만 보이기</translation>
    </message>
    <message>
        <source>The only run cannot be deleted</source>
        <translation>하나뿐인 실행은 지울 수 없습니다</translation>
    </message>
    <message>
        <source>The same with Adam</source>
        <translation>같은 실행, Adam으로</translation>
    </message>
    <message>
        <source>The same with momentum 0.9</source>
        <translation>같은 실행, 모멘텀 0.9로</translation>
    </message>
    <message>
        <source>The same with η × 10</source>
        <translation>같은 실행, η × 10</translation>
    </message>
    <message>
        <source>The same with η ÷ 10</source>
        <translation>같은 실행, η ÷ 10</translation>
    </message>
    <message>
        <source>colour {n}</source>
        <translation>색 {n}</translation>
    </message>
    <message>
        <source>colour {n}, dashed</source>
        <translation>색 {n}, 점선</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>모멘텀</translation>
    </message>
</context>
<context>
    <name>RunChoice</name>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>The run whose settings stand below</source>
        <translation>아래에서 설정하는 실행</translation>
    </message>
</context>
<context>
    <name>RunCommands</name>
    <message>
        <source>add a run</source>
        <translation>실행 추가</translation>
    </message>
    <message>
        <source>add {run} with Adam</source>
        <translation>{run} + Adam 추가</translation>
    </message>
    <message>
        <source>add {run} with another schedule</source>
        <translation>{run}: 스케줄이 다른 실행 추가</translation>
    </message>
    <message>
        <source>add {run} with batches twice as large</source>
        <translation>{run}: 배치를 2배로 한 실행 추가</translation>
    </message>
    <message>
        <source>add {run} with momentum</source>
        <translation>{run} + 모멘텀 추가</translation>
    </message>
    <message>
        <source>add {run} with other batches</source>
        <translation>{run}: 배치가 다른 실행 추가</translation>
    </message>
    <message>
        <source>add {run} with the rate × 10</source>
        <translation>{run}, 학습률 × 10 추가</translation>
    </message>
    <message>
        <source>add {run} with the rate ÷ 10</source>
        <translation>{run}, 학습률 ÷ 10 추가</translation>
    </message>
    <message>
        <source>colour of a recorded run</source>
        <translation>기록된 실행의 색</translation>
    </message>
    <message>
        <source>colour of run {run}</source>
        <translation>실행 {run}: 색</translation>
    </message>
    <message>
        <source>delete run {run}</source>
        <translation>실행 {run}: 삭제</translation>
    </message>
    <message>
        <source>duplicate run {run}</source>
        <translation>실행 {run}: 복제</translation>
    </message>
    <message>
        <source>hide a recorded run</source>
        <translation>기록된 실행 숨기기</translation>
    </message>
    <message>
        <source>hide run {run}</source>
        <translation>실행 {run}: 숨기기</translation>
    </message>
    <message>
        <source>loss to reach</source>
        <translation>목표 손실</translation>
    </message>
    <message>
        <source>move run {run}</source>
        <translation>실행 {run}: 옮기기</translation>
    </message>
    <message>
        <source>open a cell of the map</source>
        <translation>지도의 칸 열기</translation>
    </message>
    <message>
        <source>pin run {run}</source>
        <translation>실행 {run}: 기준선으로 고정</translation>
    </message>
    <message>
        <source>remove a recorded run</source>
        <translation>기록된 실행 빼기</translation>
    </message>
    <message>
        <source>rename a recorded run</source>
        <translation>기록된 실행의 이름 바꾸기</translation>
    </message>
    <message>
        <source>rename run {run}</source>
        <translation>실행 {run}: 이름 바꾸기</translation>
    </message>
    <message>
        <source>show a recorded run</source>
        <translation>기록된 실행 보이기</translation>
    </message>
    <message>
        <source>show all runs</source>
        <translation>모든 실행 보이기</translation>
    </message>
    <message>
        <source>show run {run}</source>
        <translation>실행 {run}: 보이기</translation>
    </message>
    <message>
        <source>show run {run} alone</source>
        <translation>실행 {run}: 이것만 보이기</translation>
    </message>
    <message>
        <source>unpin run {run}</source>
        <translation>실행 {run}: 고정 해제</translation>
    </message>
</context>
<context>
    <name>RunModel</name>
    <message>
        <source>At the end: {verdict}</source>
        <translation>끝에서: {verdict}</translation>
    </message>
    <message>
        <source>What becomes of it is shown at the end.</source>
        <translation>판정은 마지막 스텝에서 나옵니다.</translation>
    </message>
    <message>
        <source>ahead</source>
        <comment>the verdict, while what is ahead is hidden</comment>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>arrives at {place}</source>
        <translation>도달: {place}</translation>
    </message>
    <message>
        <source>at a saddle</source>
        <translation>안장점</translation>
    </message>
    <message>
        <source>baseline: drawn faint, and left as it is; unpin it to edit it</source>
        <translation>기준선: 흐리게 그리고 그대로 둡니다. 편집하려면 고정을 푸세요</translation>
    </message>
    <message>
        <source>catapult</source>
        <translation>캐터펄트</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>converged</source>
        <translation>수렴</translation>
    </message>
    <message>
        <source>converged, swinging</source>
        <translation>왕복하며 수렴</translation>
    </message>
    <message>
        <source>descending</source>
        <translation>하강 중</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>거리</translation>
    </message>
    <message>
        <source>distance to the nearest minimum that is known, or at which a run ended</source>
        <translation>알려진 최소점이나 실행이 도착한 최소점 중 가장 가까운 것까지의 거리</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>edge of stability</source>
        <translation>안정성의 경계</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>falls without end</source>
        <translation>끝없이 감소</translation>
    </message>
    <message>
        <source>first step with a loss of at most {loss}</source>
        <translation>손실이 처음 {loss} 이하가 된 스텝</translation>
    </message>
    <message>
        <source>flat valley</source>
        <translation>평평한 골짜기</translation>
    </message>
    <message>
        <source>hidden, but computed</source>
        <translation>숨김(계산은 함)</translation>
    </message>
    <message>
        <source>learning rate η</source>
        <translation>학습률 η</translation>
    </message>
    <message>
        <source>local minimum</source>
        <translation>지역 최소점</translation>
    </message>
    <message>
        <source>loss {symbol}</source>
        <translation>손실 {symbol}</translation>
    </message>
    <message>
        <source>loss {symbol} at the playhead</source>
        <translation>현재 스텝의 손실 {symbol}</translation>
    </message>
    <message>
        <source>nears {place}</source>
        <translation>접근: {place}</translation>
    </message>
    <message>
        <source>noise floor</source>
        <translation>잡음 바닥</translation>
    </message>
    <message>
        <source>not drawn: there are too many runs</source>
        <translation>그리지 않음: 실행이 너무 많습니다</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>시작 전</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>oscillating</source>
        <translation>진동</translation>
    </message>
    <message>
        <source>overshooting</source>
        <translation>오버슈팅</translation>
    </message>
    <message>
        <source>run</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>steps made</source>
        <translation>진행한 스텝</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>중단</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>너무 느림</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>walking uphill</source>
        <translation>오르는 중</translation>
    </message>
    <message>
        <source>{distance} (local)</source>
        <translation>{distance} (지역)</translation>
    </message>
    <message>
        <source>{distance}, from a local minimum, {place}; the lowest known one, {better}, is {away} away, its loss {gap} lower</source>
        <translation>{place} 지역 최소점까지 {distance}. 알려진 가장 낮은 {better} 최소점까지의 거리는 {away}이고, 그곳의 손실이 {gap}만큼 더 낮습니다</translation>
    </message>
    <message>
        <source>{distance}, from the minimum {place}</source>
        <translation>{place} 최소점까지 {distance}</translation>
    </message>
    <message>
        <source>{n} steps: {verdict}</source>
        <translation>{n}스텝: {verdict}</translation>
    </message>
</context>
<context>
    <name>RunTable</name>
    <message>
        <source>Loss to reach</source>
        <translation>목표 손실</translation>
    </message>
    <message>
        <source>More that can be done to the chosen run</source>
        <translation>선택한 실행에 할 수 있는 일 더 보기</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행 목록</translation>
    </message>
    <message>
        <source>above the minimum</source>
        <translation>최소점 손실과의 차이</translation>
    </message>
    <message>
        <source>loss at the end</source>
        <translation>마지막 손실</translation>
    </message>
    <message>
        <source>loss so far</source>
        <translation>지금까지의 손실</translation>
    </message>
    <message>
        <source>{drawn} of {wanted} runs are drawn: the chosen one, the baselines, the first of the list.</source>
        <translation>실행 {wanted}개 중 {drawn}개만 그립니다: 선택한 실행, 기준선, 목록의 앞쪽.</translation>
    </message>
</context>
<context>
    <name>SampleHand</name>
    <message>
        <source>More than {n} samples cannot be edited by hand.</source>
        <translation>샘플이 {n}개를 넘으면 손으로 고칠 수 없습니다.</translation>
    </message>
    <message>
        <source>The last sample stays: there is no loss without one.</source>
        <translation>마지막 샘플은 지울 수 없습니다. 샘플이 없으면 손실도 없습니다.</translation>
    </message>
    <message>
        <source>The samples now stand in the experiment itself; undo brings back their source.</source>
        <translation>이제 샘플은 실험 안에 들어 있습니다. 실행 취소하면 원래 데이터로 돌아갑니다.</translation>
    </message>
</context>
<context>
    <name>SamplePlot</name>
    <message>
        <source>Add a sample here</source>
        <translation>여기에 샘플 추가</translation>
    </message>
    <message>
        <source>Delete this sample</source>
        <translation>이 샘플 삭제</translation>
    </message>
    <message>
        <source>Give it the other class</source>
        <translation>다른 클래스로 바꾸기</translation>
    </message>
</context>
<context>
    <name>ScheduleHands</name>
    <message>
        <source>One point has to stay.</source>
        <translation>점이 하나는 있어야 합니다.</translation>
    </message>
    <message>
        <source>There is a point at this step already.</source>
        <translation>이 스텝에는 이미 점이 있습니다.</translation>
    </message>
    <message>
        <source>a right click removes it</source>
        <translation>마우스 오른쪽 버튼으로 삭제</translation>
    </message>
    <message>
        <source>drag anywhere</source>
        <translation>자유롭게 끌기</translation>
    </message>
    <message>
        <source>drag left or right</source>
        <translation>좌우로 끌기</translation>
    </message>
    <message>
        <source>drag up or down</source>
        <translation>위아래로 끌기</translation>
    </message>
    <message>
        <source>drag up or down: the rate</source>
        <translation>위아래로 끌어 학습률 바꾸기</translation>
    </message>
    <message>
        <source>factor</source>
        <translation>배수</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>new point</source>
        <translation>새 점</translation>
    </message>
    <message>
        <source>point removed</source>
        <translation>점 삭제</translation>
    </message>
</context>
<context>
    <name>SchedulePen</name>
    <message>
        <source>A double-click adds a point; Esc ends drawing.</source>
        <translation>더블 클릭하면 점이 생기고, Esc로 그리기를 마칩니다.</translation>
    </message>
    <message>
        <source>Drag to draw the rate.</source>
        <translation>끌어서 학습률을 그리세요.</translation>
    </message>
    <message>
        <source>One step alone is no curve: draw along the axis.</source>
        <translation>한 스텝만으로는 곡선이 되지 않습니다. 축을 따라 그리세요.</translation>
    </message>
    <message>
        <source>The schedule begins after the warm-up: draw there.</source>
        <translation>스케줄은 웜업 뒤에 시작합니다. 그 뒤에 그리세요.</translation>
    </message>
    <message>
        <source>This lies ahead of the playhead: hidden (H).</source>
        <translation>아직 재생하지 않은 부분이라 가려 두었습니다(H).</translation>
    </message>
    <message>
        <source>Where nothing was drawn, the rate stays.</source>
        <translation>그리지 않은 곳의 학습률은 그대로입니다.</translation>
    </message>
    <message>
        <source>drawn schedule</source>
        <translation>스케줄 그리기</translation>
    </message>
</context>
<context>
    <name>ScheduleView</name>
    <message>
        <source>0 lies below this axis</source>
        <translation>0은 이 축 아래에 있습니다</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>그리기</translation>
    </message>
    <message>
        <source>Draw a schedule of your own: drag over the plot, or double-click for a point. A right click or Delete removes a point; Esc ends drawing.</source>
        <translation>스케줄을 직접 그립니다. 그래프 위를 끌어서 그리거나, 더블 클릭으로 점을 더합니다. 점은 오른쪽 버튼이나 삭제 키(Del)로 지우고, Esc로 그리기를 마칩니다.</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>Hold the rate from point to point, instead of straight lines.</source>
        <translation>점 사이를 직선으로 잇지 않고 다음 점까지 학습률을 그대로 유지합니다.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률(learning rate)</translation>
    </message>
    <message>
        <source>Learning rate of each run per step</source>
        <translation>각 실행의 스텝별 학습률</translation>
    </message>
    <message>
        <source>The largest rate that is stable if P, what the rule divides by, stays as it is.
Over it the gradients grow, and P with them: such a rule stays near its limit.</source>
        <translation>규칙이 나누는 값 P가 그대로라고 볼 때 안정한 가장 큰 학습률입니다.
이를 넘으면 그레이디언트가 커지고 P도 커져서, 이런 규칙은 한계 근처에 머뭅니다.</translation>
    </message>
    <message>
        <source>With a larger constant rate the steps grow here.
λmax, the sharpness, is the largest eigenvalue of the Hessian.</source>
        <translation>학습률이 이보다 큰 값으로 일정하면 여기서 스텝이 점점 커집니다.
λmax는 날카로움(sharpness), 곧 헤세 행렬(Hessian)의 가장 큰 고윳값입니다.</translation>
    </message>
    <message>
        <source>crossed about {count} times</source>
        <translation>약 {count}번 교차</translation>
    </message>
    <message>
        <source>crossed at least {count} times</source>
        <translation>{count}번 이상 교차</translation>
    </message>
    <message>
        <source>crossed once</source>
        <translation>한 번 교차</translation>
    </message>
    <message>
        <source>crossed {count} times</source>
        <translation>{count}번 교차</translation>
    </message>
    <message>
        <source>interpolation</source>
        <translation>보간</translation>
    </message>
    <message>
        <source>learning rate η</source>
        <translation>학습률 η</translation>
    </message>
    <message>
        <source>limit {value}</source>
        <translation>한계 {value}</translation>
    </message>
    <message>
        <source>own schedule</source>
        <translation>직접 그린 스케줄</translation>
    </message>
    <message>
        <source>stability limit</source>
        <translation>안정 한계</translation>
    </message>
    <message>
        <source>stability limit {formula}</source>
        <translation>안정 한계 {formula}</translation>
    </message>
    <message>
        <source>step {k}: the rate {rate}
comes over the limit {limit}:
unstable there</source>
        <translation>스텝 {k}: 학습률 {rate}
안정 한계 {limit} 위로 올라감:
불안정</translation>
    </message>
    <message>
        <source>step {k}: the rate {rate}
comes under the limit {limit}:
stable again</source>
        <translation>스텝 {k}: 학습률 {rate}
안정 한계 {limit} 아래로 내려감:
다시 안정</translation>
    </message>
    <message>
        <source>{limit}: from {value}</source>
        <translation>{limit} ≥ {value}</translation>
    </message>
    <message>
        <source>{share} above</source>
        <translation>초과한 스텝: {share}</translation>
    </message>
    <message>
        <source>η above it in {share} of the last {count} steps</source>
        <translation>η가 한계보다 큰 스텝: 마지막 {count}스텝 중 {share}</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <source>Find a command, a setting, a surface, a lesson or a term ({keys})</source>
        <translation>명령, 설정, 곡면, 실습, 용어 찾기 ({keys})</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
</context>
<context>
    <name>SearchPopup</name>
    <message>
        <source>A command, a setting, a surface, a lesson, a term …</source>
        <translation>명령, 설정, 곡면, 실습, 용어 …</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>찾은 것</translation>
    </message>
    <message>
        <source>Nothing is called “{words}”.
Try another word, in English or in Korean.</source>
        <translation>‘{words}’ 검색 결과가 없습니다.
다른 말로 찾아보세요. 한국어와 영어 모두 됩니다.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>↑ ↓ choose   ·   Esc closes</source>
        <translation>↑ ↓ 선택   ·   Esc 닫기</translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>{names} = {point} in, one loss out: {symbol} = {loss}. Gradient: one number, {gradient}, the slope of the tangent.</source>
        <translation>입력 {names} = {point}, 출력은 손실 하나: {symbol} = {loss}. 그레이디언트는 수 하나: {gradient}, 곧 접선의 기울기.</translation>
    </message>
    <message>
        <source>{names} = {point} in, one loss out: {symbol} = {loss}. Gradient: two numbers, {gradient}.</source>
        <translation>입력 {names} = {point}, 출력은 손실 하나: {symbol} = {loss}. 그레이디언트는 수 두 개: {gradient}.</translation>
    </message>
    <message>
        <source>{names} = {point} in, one loss out: {symbol} = {loss}. Gradient: {n} numbers, {gradient}.</source>
        <translation>입력 {names} = {point}, 출력은 손실 하나: {symbol} = {loss}. 그레이디언트는 수 {n}개: {gradient}.</translation>
    </message>
</context>
<context>
    <name>SliceCard</name>
    <message>
        <source>Along the gradient</source>
        <translation>그레이디언트 방향</translation>
    </message>
    <message>
        <source>Angle of the slice</source>
        <translation>단면의 각도</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>단면</translation>
    </message>
    <message>
        <source>Turn the line along the gradient, the steepest way up</source>
        <translation>선을 가장 가파른 오르막인 그레이디언트 방향으로 돌립니다</translation>
    </message>
    <message>
        <source>Turn the line: 0° is along the first parameter; or drag its grip</source>
        <translation>선을 돌립니다. 0°는 첫째 매개변수 방향입니다. 선의 손잡이를 끌어도 됩니다</translation>
    </message>
    <message>
        <source>{angle}°: slope {slope}</source>
        <translation>{angle}°: 기울기 {slope}</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>Epoch {e}, batch {i} of {n}.</source>
        <translation>에포크 {e}, 배치 {n}개 중 {i}번째.</translation>
    </message>
    <message>
        <source>Loss {loss}, fell by {by}.</source>
        <translation>손실 {loss}, {by} 줄었습니다.</translation>
    </message>
    <message>
        <source>Loss {loss}, rose by {by}.</source>
        <translation>손실 {loss}, {by} 커졌습니다.</translation>
    </message>
    <message>
        <source>Loss {loss}, rose without limit.</source>
        <translation>손실 {loss}, 끝없이 커졌습니다.</translation>
    </message>
    <message>
        <source>Loss {loss}, unchanged.</source>
        <translation>손실 {loss}, 그대로입니다.</translation>
    </message>
    <message>
        <source>Loss {loss}.</source>
        <translation>손실 {loss}.</translation>
    </message>
    <message>
        <source>Step {k} of {total}.</source>
        <translation>스텝 {k} / {total}.</translation>
    </message>
    <message>
        <source>{n} samples. The model has w = {place}.</source>
        <translation>샘플 {n}개. 모델의 w = {place}.</translation>
    </message>
    <message>
        <source>{run} stands at {place}, loss {loss}.</source>
        <translation>{run}: 위치 {place}, 손실 {loss}.</translation>
    </message>
    <message>
        <source>{run} stands at {place}.</source>
        <translation>{run}: 위치 {place}.</translation>
    </message>
    <message>
        <source>{run}: loss {loss} at step {k}.</source>
        <translation>{run}: 스텝 {k}에서 손실 {loss}.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Closes this page; the menu File brings it back.</source>
        <translation>이 화면을 닫습니다. 파일 메뉴에서 다시 열 수 있습니다.</translation>
    </message>
    <message>
        <source>See gradient descent with your eyes, and move it with your hands.</source>
        <translation>경사 하강법을 눈으로 보고, 손으로 움직이며 배웁니다.</translation>
    </message>
    <message>
        <source>Show this page at the start</source>
        <translation>시작할 때 이 화면 보이기</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>시작 화면</translation>
    </message>
    <message>
        <source>To the experiment (Esc)</source>
        <translation>실험으로(Esc)</translation>
    </message>
    <message>
        <source>Where do you want to begin?</source>
        <translation>무엇부터 해 볼까요?</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Progress of the computation</source>
        <translation>계산 진행률</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>{label}, at the end: {verdict}</source>
        <translation>{label} (끝에서): {verdict}</translation>
    </message>
    <message>
        <source>{speed} steps/s</source>
        <translation>{speed} 스텝/초</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>&amp;Copy as text</source>
        <translation>텍스트로 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Arithmetic of the step</source>
        <translation>이 스텝의 계산 과정</translation>
    </message>
    <message>
        <source>Copy as &amp;LaTeX</source>
        <translation>LaTeX로 복사(&amp;L)</translation>
    </message>
    <message>
        <source>Copy the arithmetic as LaTeX (Ctrl+L), an align* of amsmath</source>
        <translation>계산 과정을 LaTeX로 복사합니다(Ctrl+L). amsmath의 align* 환경입니다</translation>
    </message>
    <message>
        <source>Copy the arithmetic as text (Ctrl+C)</source>
        <translation>계산 과정을 텍스트로 복사합니다(Ctrl+C)</translation>
    </message>
    <message>
        <source>Hidden in the fog</source>
        <translation>안개에 가려짐</translation>
    </message>
    <message>
        <source>No step yet</source>
        <translation>아직 스텝 없음</translation>
    </message>
    <message>
        <source>Partials and predicted change</source>
        <translation>편미분과 예상한 변화</translation>
    </message>
    <message>
        <source>Predicted change</source>
        <translation>예상한 변화</translation>
    </message>
    <message>
        <source>Step {k} → {next}</source>
        <translation>스텝 {k} → {next}</translation>
    </message>
    <message>
        <source>Step {k} → {next}, the last:
the run diverged</source>
        <translation>스텝 {k} → {next}, 마지막:
발산하여 멈췄습니다</translation>
    </message>
    <message>
        <source>The arithmetic of a step would show what the fog hides.</source>
        <translation>스텝의 계산을 보이면 안개가 가린 것이 드러나므로 보이지 않습니다.</translation>
    </message>
    <message>
        <source>The first update is ahead of the playhead, and what is ahead is hidden.</source>
        <translation>첫 갱신은 아직 재생하지 않은 부분이라 가려 두었습니다.</translation>
    </message>
    <message>
        <source>The first update is not computed yet.</source>
        <translation>첫 갱신을 아직 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>This run makes no update.</source>
        <translation>이 실행에는 갱신이 없습니다.</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>이번 스텝</translation>
    </message>
    <message>
        <source>What slope and curvature promised, beside what happened</source>
        <translation>기울기와 곡률로 예상한 변화와 실제 변화를 견주어 봅니다</translation>
    </message>
</context>
<context>
    <name>SurfaceHeader</name>
    <message>
        <source>Drag the start</source>
        <translation>시작점을 끌어 옮기세요</translation>
    </message>
    <message>
        <source>Drag the start, or double-click to put it elsewhere</source>
        <translation>시작점을 끌거나, 더블 클릭한 곳으로 옮기세요</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Show the gradient</source>
        <translation>그레이디언트 표시</translation>
    </message>
    <message>
        <source>Show the whole domain again, after zooming or moving</source>
        <translation>확대하거나 옮긴 뒤 전체 영역 다시 보기</translation>
    </message>
    <message>
        <source>∇: show the gradient at the playhead; it points uphill</source>
        <translation>∇: 재생 위치의 그레이디언트(gradient) 표시, 오르막 방향</translation>
    </message>
</context>
<context>
    <name>SurfaceReadout</name>
    <message>
        <source>global minimum</source>
        <translation>전역 최소점</translation>
    </message>
    <message>
        <source>local minimum</source>
        <translation>지역 최소점</translation>
    </message>
    <message>
        <source>step {k}</source>
        <translation>스텝 {k}</translation>
    </message>
</context>
<context>
    <name>SurfaceStage</name>
    <message>
        <source>2-D and 3-D side by side, linked (4)</source>
        <translation>2차원과 3차원을 나란히, 서로 이어서 (4)</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>둘 다</translation>
    </message>
    <message>
        <source>The loss surface as a relief (3)</source>
        <translation>손실 곡면을 입체로 (3)</translation>
    </message>
    <message>
        <source>The loss surface from above (2)</source>
        <translation>위에서 본 손실 곡면 (2)</translation>
    </message>
</context>
<context>
    <name>SurfaceView</name>
    <message>
        <source>Loss surface</source>
        <translation>손실 곡면(loss surface)</translation>
    </message>
    <message>
        <source>start</source>
        <translation>시작점</translation>
    </message>
</context>
<context>
    <name>SurfaceView3d</name>
    <message>
        <source>Drag to turn, wheel to zoom</source>
        <translation>끌어서 돌리기, 휠로 확대</translation>
    </message>
    <message>
        <source>Heights as the colours: what is low beside high walls is seen</source>
        <translation>색과 같은 높이(로그): 높은 벽 옆의 낮은 곳도 보입니다</translation>
    </message>
    <message>
        <source>Heights as the loss itself</source>
        <translation>손실 값 그대로의 높이</translation>
    </message>
    <message>
        <source>Look from where you looked at first; a double-click does the same</source>
        <translation>처음 보던 방향으로 돌아갑니다. 더블 클릭해도 됩니다</translation>
    </message>
    <message>
        <source>Loss surface in 3-D</source>
        <translation>3차원 손실 곡면</translation>
    </message>
    <message>
        <source>Projected onto a plane; drag to turn, wheel to zoom</source>
        <translation>평면에 투영한 그림, 끌어서 돌리기, 휠로 확대</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>처음으로</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>start</source>
        <translation>시작점</translation>
    </message>
</context>
<context>
    <name>SweepForm</name>
    <message>
        <source>Compute</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Computes a run for each combination of the values</source>
        <translation>값의 조합마다 실행 하나를 계산합니다.</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>바꿀 값</translation>
    </message>
    <message>
        <source>Runs for each combination, which draw other batches or noise; their median counts</source>
        <translation>조합마다 실행하는 횟수. 배치나 잡음을 달리 뽑으며, 그 중앙값을 씁니다</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>볼 것</translation>
    </message>
    <message>
        <source>The steps until the loss is this or less are counted</source>
        <translation>손실이 이 값 이하가 될 때까지의 스텝을 셉니다.</translation>
    </message>
    <message>
        <source>The value that varies along this axis</source>
        <translation>이 축을 따라 바뀌는 값</translation>
    </message>
    <message>
        <source>What is taken of each run</source>
        <translation>실행마다 보는 값</translation>
    </message>
    <message>
        <source>and over</source>
        <translation>또 바꿀 값</translation>
    </message>
    <message>
        <source>from</source>
        <translation>처음</translation>
    </message>
    <message>
        <source>nothing else</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>seeds</source>
        <translation>시드 수</translation>
    </message>
    <message>
        <source>steps to a loss</source>
        <translation>어떤 손실까지의 스텝</translation>
    </message>
    <message>
        <source>to</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>to the loss</source>
        <translation>목표 손실</translation>
    </message>
    <message>
        <source>values</source>
        <translation>개수</translation>
    </message>
</context>
<context>
    <name>SweepView</name>
    <message>
        <source>A click on a cell opens its run; arrow keys go from cell to cell.</source>
        <translation>칸을 누르면 그 실행이 열립니다. 화살표 키로 칸을 옮겨 다닙니다.</translation>
    </message>
    <message>
        <source>About this sweep</source>
        <translation>이 스윕에 대해</translation>
    </message>
    <message>
        <source>About this sweep…</source>
        <translation>이 스윕에 대해…</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>가로</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Compute the rest</source>
        <translation>나머지 계산</translation>
    </message>
    <message>
        <source>Computed on: {machine}</source>
        <translation>계산한 기계: {machine}</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>그림 복사</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Puts the picture on the clipboard</source>
        <translation>그림을 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>Save image…</source>
        <translation>그림 저장…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>저장…</translation>
    </message>
    <message>
        <source>Seed {seed}</source>
        <translation>시드 {seed}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>The value that changes from bottom to top</source>
        <translation>아래에서 위로 바뀌는 값</translation>
    </message>
    <message>
        <source>The value that changes from left to right</source>
        <translation>왼쪽에서 오른쪽으로 바뀌는 값</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>세로</translation>
    </message>
    <message>
        <source>What is computed stays.</source>
        <translation>계산한 것은 남습니다.</translation>
    </message>
    <message>
        <source>What it was computed from, and where</source>
        <translation>무엇으로, 어디에서 계산했는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>What the colours show</source>
        <translation>색이 나타내는 것</translation>
    </message>
    <message>
        <source>Writes the numbers: NetCDF, a table, or NumPy's arrays</source>
        <translation>숫자를 NetCDF, 표, NumPy 배열로 씁니다.</translation>
    </message>
    <message>
        <source>Writes the picture: PNG, SVG or PDF</source>
        <translation>그림을 PNG, SVG, PDF로 씁니다.</translation>
    </message>
    <message>
        <source>arrive, %</source>
        <translation>도달, %</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>hatched: not computed yet</source>
        <translation>빗금: 아직 계산 안 함</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>아직 계산 안 함</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>도달하지 못함</translation>
    </message>
    <message>
        <source>off the scale</source>
        <translation>눈금 밖</translation>
    </message>
    <message>
        <source>stability limit, theory</source>
        <translation>안정 한계(이론)</translation>
    </message>
    <message>
        <source>{name}: {n} values from {low} to {high} ({path})</source>
        <translation>{name}: {low}부터 {high}까지 값 {n}개 ({path})</translation>
    </message>
    <message>
        <source>{n} of {all} cells are not computed yet.</source>
        <translation>칸 {all}개 가운데 {n}개는 아직 계산하지 않았습니다.</translation>
    </message>
    <message>
        <source>{n} of {all} cells could not be computed.</source>
        <translation>칸 {all}개 가운데 {n}개는 계산하지 못했습니다.</translation>
    </message>
    <message>
        <source>{n} seeds a cell, drawn from seed {seed}</source>
        <translation>칸마다 시드 {n}개, 시드 {seed}에서 뽑음</translation>
    </message>
    <message>
        <source>{run}: {value}, over {axes} ({size} cells)</source>
        <translation>{run}: {value} · 바꾼 값: {axes} (칸 {size}개)</translation>
    </message>
    <message>
        <source>×: failed</source>
        <translation>×: 실패</translation>
    </message>
</context>
<context>
    <name>SweepWindows</name>
    <message>
        <source>Computes a run for each of many values, and shows their results</source>
        <translation>여러 값마다 실행을 계산해 결과를 한눈에 보여 줍니다.</translation>
    </message>
    <message>
        <source>Opened from the sweep: {values}, {result}</source>
        <translation>스윕에서 열었습니다: {values}, {result}</translation>
    </message>
    <message>
        <source>S&amp;weep…</source>
        <translation>스윕(&amp;W)…</translation>
    </message>
    <message>
        <source>Save image</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Save sweep</source>
        <translation>스윕 저장</translation>
    </message>
    <message>
        <source>The picture of the sweep is on the clipboard.</source>
        <translation>스윕의 그림이 클립보드에 있습니다.</translation>
    </message>
    <message>
        <source>open a cell of the sweep</source>
        <translation>스윕의 칸 열기</translation>
    </message>
</context>
<context>
    <name>TeacherNote</name>
    <message>
        <source>Note for the teacher</source>
        <translation>선생님을 위한 메모</translation>
    </message>
    <message>
        <source>{title}: part {k} of {n}</source>
        <translation>{title} ({k}/{n})</translation>
    </message>
</context>
<context>
    <name>TimeBar</name>
    <message>
        <source>step {k}</source>
        <translation>스텝 {k}</translation>
    </message>
    <message>
        <source>step {k}, epoch {epoch}</source>
        <translation>스텝 {k}, 에포크 {epoch}</translation>
    </message>
</context>
<context>
    <name>TimeScale</name>
    <message>
        <source>epoch</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>epoch {k}</source>
        <translation>에포크 {k}</translation>
    </message>
    <message>
        <source>samples seen</source>
        <translation>본 샘플 수</translation>
    </message>
    <message>
        <source>step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>step {k}</source>
        <translation>스텝 {k}</translation>
    </message>
    <message>
        <source>{k} samples</source>
        <translation>샘플 {k}개</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Playhead</source>
        <translation>재생 위치</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>Speed of playing, in steps a second; at the right end as fast as the steps are computed</source>
        <translation>재생 속도(초당 스텝 수). 오른쪽 끝에서는 계산되는 대로 재생합니다</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>epoch {n} / {total}</source>
        <translation>에포크 {n} / {total}</translation>
    </message>
    <message>
        <source>epochs · step {k}</source>
        <translation>에포크 · 스텝 {k}</translation>
    </message>
    <message>
        <source>full speed</source>
        <translation>최대 속도</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>손실 {loss}</translation>
    </message>
    <message>
        <source>{n} step/s</source>
        <translation>{n} 스텝/초</translation>
    </message>
    <message>
        <source>{n} steps/s</source>
        <translation>{n} 스텝/초</translation>
    </message>
    <message>
        <source>{n}M steps/s</source>
        <translation>{n}M 스텝/초</translation>
    </message>
    <message>
        <source>{n}k steps/s</source>
        <translation>{n}k 스텝/초</translation>
    </message>
</context>
<context>
    <name>TimingPage</name>
    <message>
        <source>A power of two does not pay here ({steps} a step): it is a custom.</source>
        <translation>여기서는 2의 거듭제곱이 이득이 되지 않습니다(한 스텝 {steps}). 관습일 뿐입니다.</translation>
    </message>
    <message>
        <source>Gradient and update of SGD on {what}, timed on the processor, all sizes by turns. An epoch is a step times the number of batches.</source>
        <translation>SGD의 그레이디언트 계산과 갱신에 걸린 시간을 CPU에서 크기마다 번갈아 쟀습니다. 문제: {what}. 에포크 시간은 한 스텝의 시간 × 배치 수입니다.</translation>
    </message>
    <message>
        <source>Here the power of two is quicker than its neighbours ({steps} a step).</source>
        <translation>여기서는 2의 거듭제곱이 이웃한 크기보다 빠릅니다(한 스텝 {steps}).</translation>
    </message>
    <message>
        <source>Here the power of two is slower than its neighbours ({steps} a step).</source>
        <translation>여기서는 2의 거듭제곱이 이웃한 크기보다 느립니다(한 스텝 {steps}).</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>The quickest epoch has batches of {size}: {times} times as quick as with single samples.</source>
        <translation>가장 빠른 에포크의 배치 크기: {size}. 샘플 하나씩일 때보다 {times}배 빠릅니다.</translation>
    </message>
    <message>
        <source>a linear regression ({n} samples, 10 features)</source>
        <translation>선형 회귀(샘플 {n}개, 특성 10개)</translation>
    </message>
    <message>
        <source>a step</source>
        <translation>한 스텝</translation>
    </message>
    <message>
        <source>an epoch</source>
        <translation>한 에포크</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>초</translation>
    </message>
    <message>
        <source>this experiment ({n} samples)</source>
        <translation>이 실험(샘플 {n}개)</translation>
    </message>
</context>
<context>
    <name>ToolChips</name>
    <message>
        <source>Balls roll from 20 starts: which of them arrive in the lowest minimum, and by which method</source>
        <translation>시작점 20곳에서 공을 굴립니다. 어느 공이 어떤 방법으로 전역 최소점에 도달하는지 보입니다</translation>
    </message>
    <message>
        <source>Compass</source>
        <translation>나침반</translation>
    </message>
    <message>
        <source>Cut through the surface at the point: it shows how far a step may go before it rises</source>
        <translation>지금 위치에서 곡면을 자른 단면입니다. 한 스텝에 얼마나 멀리 가면 다시 오르는지 보여 줍니다</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>안개</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>그레이디언트</translation>
    </message>
    <message>
        <source>Gradient, fog, compass, slice, and where starts arrive</source>
        <translation>그레이디언트, 안개, 나침반, 단면, 도달하는 최소점</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>단면</translation>
    </message>
    <message>
        <source>The gradient at the point: it leads uphill most steeply, so a step goes against it</source>
        <translation>지금 위치의 그레이디언트입니다. 가장 가파르게 오르는 방향이므로 스텝은 그 반대로 갑니다</translation>
    </message>
    <message>
        <source>The slope in every direction from the point: that of the gradient is the steepest</source>
        <translation>지금 위치에서 본 모든 방향의 기울기입니다. 그레이디언트 방향이 가장 가파릅니다</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>도구</translation>
    </message>
    <message>
        <source>Walk down in the fog: you see only the slope underfoot, as gradient descent does</source>
        <translation>안개 속을 걸어 내려갑니다. 경사 하강법처럼 발밑의 기울기만 보입니다</translation>
    </message>
    <message>
        <source>Who arrives where?</source>
        <translation>누가 어디에 도착하나?</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Full</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Shows every setting and every tool</source>
        <translation>모든 설정과 도구를 보여 줍니다</translation>
    </message>
    <message>
        <source>Shows what one needs first; the rest is one click away</source>
        <translation>먼저 필요한 것만 보여 줍니다. 나머지는 한 번만 누르면 됩니다</translation>
    </message>
    <message>
        <source>Simple</source>
        <translation>간단히</translation>
    </message>
    <message>
        <source>What the window is about</source>
        <translation>창에서 크게 볼 것</translation>
    </message>
</context>
<context>
    <name>TourCard</name>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>마치기</translation>
    </message>
    <message>
        <source>Leave (Esc)</source>
        <translation>그만 보기(Esc)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>{place} of {stops}</source>
        <translation>{stops}곳 중 {place}</translation>
    </message>
</context>
<context>
    <name>ViewChoice</name>
    <message>
        <source>Figure of several views</source>
        <translation>여러 보기를 모은 그림</translation>
    </message>
    <message>
        <source>Whole window</source>
        <translation>창 전체</translation>
    </message>
</context>
<context>
    <name>WaitDialog</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The picture is being computed…</source>
        <translation>그림을 계산하고 있습니다…</translation>
    </message>
</context>
<context>
    <name>WindowModes</name>
    <message>
        <source>Learning rate and loss stand below the surface only where everything is shown: {keys}.</source>
        <translation>학습률과 손실은 모두 보이는 창({keys})에서만 곡면 아래에 있습니다.</translation>
    </message>
    <message>
        <source>Settings, step and runs share the left column here: F6 folds it.</source>
        <translation>여기서는 설정, 스텝, 실행 목록이 왼쪽 열에 함께 있습니다. F6으로 접습니다.</translation>
    </message>
    <message>
        <source>The type has its usual size.</source>
        <translation>글자가 이미 보통 크기입니다.</translation>
    </message>
    <message>
        <source>The type has no larger size.</source>
        <translation>글자가 가장 큰 크기입니다.</translation>
    </message>
    <message>
        <source>The type has no smaller size.</source>
        <translation>글자가 가장 작은 크기입니다.</translation>
    </message>
    <message>
        <source>There is no column at the right here.</source>
        <translation>여기서는 오른쪽 열이 없습니다.</translation>
    </message>
</context>
<context>
    <name>WithheldStrip</name>
    <message>
        <source>Asks whether this experiment may read these files.</source>
        <translation>이 실험이 이 파일들을 읽어도 되는지 묻습니다.</translation>
    </message>
    <message>
        <source>Read them…</source>
        <translation>파일 읽기…</translation>
    </message>
    <message>
        <source>These files lie outside the folder of this experiment and were not read: {files}</source>
        <translation>이 실험의 폴더 밖에 있어 읽지 않은 파일: {files}</translation>
    </message>
</context>
<context>
    <name>_RecentButton</name>
    <message>
        <source>none yet: Return takes what is typed</source>
        <translation>아직 없습니다. Enter를 누르면 입력한 식이 기록됩니다</translation>
    </message>
</context>
<context>
    <name>gdviz</name>
    <message>
        <source> (Hessian of {n} samples)</source>
        <translation> (샘플 {n}개의 헤세 행렬)</translation>
    </message>
    <message>
        <source>(median of {n} seeds)</source>
        <translation>(시드 {n}개의 중앙값)</translation>
    </message>
    <message>
        <source>(median of {n} seeds; {share} % arrive)</source>
        <translation>(시드 {n}개의 중앙값, {share} % 도달)</translation>
    </message>
    <message>
        <source>(median of {n} seeds; {share} % do not diverge)</source>
        <translation>(시드 {n}개의 중앙값, {share} %는 발산하지 않음)</translation>
    </message>
    <message>
        <source>(most of {n} seeds)</source>
        <translation>(시드 {n}개 가운데 가장 많은 것)</translation>
    </message>
    <message>
        <source>--at {at}: the last step is {last}, and that is shown</source>
        <translation>--at {at}: 마지막 스텝은 {last}, 그 스텝을 보여 줍니다</translation>
    </message>
    <message>
        <source>--scheduler needs Dask: pip install "gdviz[cluster]"</source>
        <translation>--scheduler에는 Dask가 있어야 합니다: pip install "gdviz[cluster]"</translation>
    </message>
    <message>
        <source>--size with --place {place} counts pixels of the views: the picture is {width} × {height} mm, as a PNG {columns} × {rows} pixels</source>
        <translation>--place {place}: --size의 단위는 화면의 픽셀입니다. 그림은 {width} × {height} mm, PNG는 {columns} × {rows}픽셀입니다</translation>
    </message>
    <message>
        <source>1 is a straight line; 2 falls fast first and slowly at the end.</source>
        <translation>1이면 직선, 2이면 처음에 빠르게, 끝에서 천천히 감소합니다.</translation>
    </message>
    <message>
        <source>1 more step</source>
        <translation>1스텝</translation>
    </message>
    <message>
        <source>1-sqrt</source>
        <translation>제곱근(1-sqrt)</translation>
    </message>
    <message>
        <source>1st eigenvector</source>
        <translation>첫째 고유벡터</translation>
    </message>
    <message>
        <source>1st principal component</source>
        <translation>첫째 주성분</translation>
    </message>
    <message>
        <source>2nd eigenvector</source>
        <translation>둘째 고유벡터</translation>
    </message>
    <message>
        <source>2nd principal component</source>
        <translation>둘째 주성분</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>3차원</translation>
    </message>
    <message>
        <source>3-D needs two parameters; the loss of {name} alone is the curve in 2-D.</source>
        <translation>3차원 그림에는 매개변수가 두 개 있어야 합니다. {name} 하나만의 손실은 2차원의 곡선으로 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>3-D views need a display and a driver (Debian: libgl1-mesa-dri); the rest works</source>
        <translation>3차원 보기에는 디스플레이와 드라이버가 필요합니다(Debian: libgl1-mesa-dri). 나머지는 동작합니다</translation>
    </message>
    <message>
        <source>A CSV file. Its first line names the columns; else they are c1, c2, ….</source>
        <translation>CSV 파일. 첫 줄이 열 이름이고, 이름이 없으면 열은 c1, c2, …입니다.</translation>
    </message>
    <message>
        <source>A factor on steps that find their own length; 1 in the paper.</source>
        <translation>길이를 스스로 정하는 스텝에 곱하는 배율. 논문에서는 1.</translation>
    </message>
    <message>
        <source>A few minima</source>
        <translation>최소점이 몇 개인 곡면</translation>
    </message>
    <message>
        <source>A film, a frame a step, small and in all colours.</source>
        <translation>동영상. 스텝마다 한 장면이며, 파일이 작고 색이 온전합니다.</translation>
    </message>
    <message>
        <source>A film, a frame a step, that plays in any browser and slide.</source>
        <translation>동영상. 스텝마다 한 장면이며, 어느 브라우저나 슬라이드에서도 재생됩니다.</translation>
    </message>
    <message>
        <source>A formula in the columns and the parameters.</source>
        <translation>열과 매개변수로 쓴 식.</translation>
    </message>
    <message>
        <source>A line or plane through samples: mean squared error.</source>
        <translation>샘플을 지나는 직선이나 평면: 평균 제곱 오차.</translation>
    </message>
    <message>
        <source>A named function of the catalogue: gdviz list surfaces.</source>
        <translation>목록에 있는 함수: gdviz list surfaces.</translation>
    </message>
    <message>
        <source>A named number of the formula; the descent leaves it alone.</source>
        <translation>식에 이름으로 들어 있는 수입니다. 경사 하강은 이 값을 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>A path goes too far out for one picture: the domain leaves its far points out.</source>
        <translation>경로가 한 그림에 담을 수 없을 만큼 멀리 나가, 먼 점들은 범위에서 뺐습니다.</translation>
    </message>
    <message>
        <source>A picture in lines and letters, fonts included, for papers and print.</source>
        <translation>선과 글자로 된 그림입니다. 글꼴이 들어 있어 논문과 인쇄에 알맞습니다.</translation>
    </message>
    <message>
        <source>A picture in lines and letters, for web pages and drawing programs.</source>
        <translation>선과 글자로 된 그림입니다. 웹 페이지와 그리기 프로그램에 알맞습니다.</translation>
    </message>
    <message>
        <source>A picture of the window: the loss surface with all paths, the rates, the losses.</source>
        <translation>창의 그림: 모든 경로를 그린 손실 곡면, 학습률, 손실.</translation>
    </message>
    <message>
        <source>A plain gradient step and a momentum step, mixed: quick to turn, and steady.</source>
        <translation>그레이디언트 스텝과 모멘텀 스텝을 섞습니다. 빨리 방향을 바꾸면서도 안정적입니다.</translation>
    </message>
    <message>
        <source>A polynomial through samples of one feature: mean squared error.</source>
        <translation>특성이 하나인 샘플을 지나는 다항식: 평균 제곱 오차.</translation>
    </message>
    <message>
        <source>A program that computes the same runs with NumPy alone.</source>
        <translation>NumPy만으로 같은 실행을 계산하는 프로그램.</translation>
    </message>
    <message>
        <source>A program that computes the same runs with PyTorch.</source>
        <translation>PyTorch로 같은 실행을 계산하는 프로그램.</translation>
    </message>
    <message>
        <source>A quadratic by its symmetric matrix, of up to 64 parameters.</source>
        <translation>대칭 행렬로 주는 이차 함수. 매개변수는 64개까지.</translation>
    </message>
    <message>
        <source>A rate for each parameter</source>
        <translation>매개변수마다 다른 학습률</translation>
    </message>
    <message>
        <source>A step against the gradient; momentum keeps some of the step before.</source>
        <translation>그레이디언트의 반대 방향으로 한 스텝. 모멘텀은 직전 스텝의 일부를 남깁니다.</translation>
    </message>
    <message>
        <source>A step whose root mean square is larger than d is shortened.</source>
        <translation>제곱평균제곱근이 d 값을 넘는 스텝은 줄입니다.</translation>
    </message>
    <message>
        <source>A step's factor when the sign turns, and else.</source>
        <translation>부호가 바뀔 때와 아닐 때 스텝에 곱하는 배율.</translation>
    </message>
    <message>
        <source>A surface of the catalogue.</source>
        <translation>목록에 있는 손실 곡면.</translation>
    </message>
    <message>
        <source>A table for spreadsheets and pandas: a row a step, all runs below each other.</source>
        <translation>스프레드시트와 pandas에서 쓰는 표: 스텝마다 한 행, 모든 실행을 차례로.</translation>
    </message>
    <message>
        <source>A value of the experiment that varies, and its values: lo:hi:N or log:lo:hi:N, a:b for the whole numbers a .. b−1, or a,b,c; may be repeated.</source>
        <translation>바꿀 실험의 값과 그 값들: lo:hi:N 또는 log:lo:hi:N, 정수 a부터 b−1까지는 a:b, 또는 a,b,c. 여러 번 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>About the length of a step in each parameter.</source>
        <translation>각 매개변수에서 한 스텝의 대략적인 길이(learning rate).</translation>
    </message>
    <message>
        <source>About the length of each step.</source>
        <translation>각 스텝의 대략적인 길이(learning rate).</translation>
    </message>
    <message>
        <source>Above is the learning rate over the steps, below what it does to the loss. Drag a round handle to change the schedule.</source>
        <translation>위는 스텝에 따른 학습률이고, 아래는 그에 따른 손실입니다. 둥근 손잡이를 끌면 스케줄이 바뀝니다.</translation>
    </message>
    <message>
        <source>Above the best known loss</source>
        <translation>손실과 최솟값의 차이</translation>
    </message>
    <message>
        <source>Across: {name}</source>
        <translation>가로축: {name}</translation>
    </message>
    <message>
        <source>Adam that looks ahead along its momentum, as Nesterov does.</source>
        <translation>Nesterov처럼 모멘텀 방향을 미리 내다보는 Adam.</translation>
    </message>
    <message>
        <source>Adam whose means are mixed with the newest gradient and its square.</source>
        <translation>평균에 최근 그레이디언트와 그 제곱을 섞는 Adam.</translation>
    </message>
    <message>
        <source>Adam whose weight decay is not divided by the size of the gradients.</source>
        <translation>가중치 감쇠를 그레이디언트의 크기로 나누지 않는 Adam.</translation>
    </message>
    <message>
        <source>Adam with a warm-up of its own: it divides only once the mean square is known well enough.</source>
        <translation>웜업(warm-up)을 스스로 하는 Adam. 제곱 평균을 충분히 알게 된 뒤에야 나눕니다.</translation>
    </message>
    <message>
        <source>Adam, but divided by the largest recent gradient instead of the mean square's root.</source>
        <translation>제곱 평균의 제곱근 대신 최근의 가장 큰 그레이디언트로 나누는 Adam.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>Along a cosine or a straight line.</source>
        <translation>코사인 곡선 또는 직선을 따라 바뀝니다.</translation>
    </message>
    <message>
        <source>Along a line, a cosine, or one minus a square root.</source>
        <translation>직선, 코사인, 또는 1에서 제곱근을 뺀 곡선을 따라 감소합니다.</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>진폭</translation>
    </message>
    <message>
        <source>An own loss in x and y, such as 3x^2y, or in w.</source>
        <translation>x, y로, 또는 w로 직접 쓴 손실 함수. 예: 3x^2y</translation>
    </message>
    <message>
        <source>Another seed, other samples.</source>
        <translation>시드가 다르면 샘플도 다릅니다.</translation>
    </message>
    <message>
        <source>Any prediction that you write in the data's columns and its parameters.</source>
        <translation>데이터의 열과 매개변수로 직접 쓴 예측.</translation>
    </message>
    <message>
        <source>Any rate you can draw: through points of your own.</source>
        <translation>직접 정한 점들을 지나는 학습률. 어떤 모양이든 그릴 수 있습니다.</translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation>계산 과정</translation>
    </message>
    <message>
        <source>Arithmetic of the step</source>
        <translation>스텝의 계산 과정</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Averaging from</source>
        <translation>평균 시작</translation>
    </message>
    <message>
        <source>Back to the first rate before it goes on down.</source>
        <translation>처음 학습률로 돌아온 뒤 더 내려갑니다.</translation>
    </message>
    <message>
        <source>Bad file descriptor</source>
        <translation>닫혀 있습니다</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>베타 1</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>베타 2</translation>
    </message>
    <message>
        <source>Betas</source>
        <translation>베타</translation>
    </message>
    <message>
        <source>Between the centres of the clouds.</source>
        <translation>두 무리 중심 사이의 거리.</translation>
    </message>
    <message>
        <source>Blue (oslo)</source>
        <translation>파랑 (oslo)</translation>
    </message>
    <message>
        <source>Blue to yellow (cividis)</source>
        <translation>파랑에서 노랑 (cividis)</translation>
    </message>
    <message>
        <source>Bowls</source>
        <translation>그릇 모양 곡면</translation>
    </message>
    <message>
        <source>Bring each feature to mean 0 and standard deviation 1.</source>
        <translation>각 특성을 평균 0, 표준편차 1로 맞춥니다.</translation>
    </message>
    <message>
        <source>Bring the target to mean 0 and standard deviation 1.</source>
        <translation>목푯값을 평균 0, 표준편차 1로 맞춥니다.</translation>
    </message>
    <message>
        <source>Built-in data</source>
        <translation>내장 데이터</translation>
    </message>
    <message>
        <source>By the sign or the direction</source>
        <translation>부호나 방향만 쓰는 방법</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV 파일</translation>
    </message>
    <message>
        <source>Centered</source>
        <translation>중심화</translation>
    </message>
    <message>
        <source>Character {place}: {what}; allowed are numbers, + - * / ^ ( ), functions such as sin, the columns {columns}, and names of your own</source>
        <translation>{place}번째 글자: {what} (쓸 수 있는 것: 숫자, + - * / ^ ( ), sin 같은 함수, 열 {columns}, 직접 지은 이름)</translation>
    </message>
    <message>
        <source>Choose it</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Choose what is to be large: the descent, the data, the learning rate. The experiment stays as it is.</source>
        <translation>무엇을 크게 볼지 고릅니다. 경사 하강, 데이터, 학습률 가운데 무엇을 골라도 실험은 그대로입니다.</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>클리핑</translation>
    </message>
    <message>
        <source>Colour bar</source>
        <translation>색 막대</translation>
    </message>
    <message>
        <source>Colours of the surface</source>
        <translation>곡면의 색</translation>
    </message>
    <message>
        <source>Computes an experiment and writes pictures, films, tables and programs of it, each by its suffix.</source>
        <translation>실험을 계산하여 확장자에 따라 그림, 동영상, 표, 프로그램을 파일로 씁니다.</translation>
    </message>
    <message>
        <source>Computes an experiment for all combinations of some of its values, and takes one number of each run.</source>
        <translation>실험의 몇몇 값을 바꾸어 가며 모든 조합을 계산하고, 실행마다 수 하나를 얻습니다.</translation>
    </message>
    <message>
        <source>Computes an experiment to its end without a window and prints a summary. Without a file: gradient descent, the problem's own start and rate, 100 steps. Options override what the file says, in all its runs.</source>
        <translation>창 없이 실험을 끝까지 계산하고 요약을 출력합니다. 파일이 없으면 경사 하강법, 문제의 기본 시작점과 학습률, 100스텝을 씁니다. 옵션은 파일의 모든 실행에 우선합니다.</translation>
    </message>
    <message>
        <source>Computes on the workers of this Dask scheduler. It and they can run any code as you: name only one that you trust.</source>
        <translation>이 Dask 스케줄러의 워커에서 계산합니다. 스케줄러와 워커는 내 권한으로 어떤 코드든 실행할 수 있으니, 믿을 수 있는 것만 적으세요.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>Cool-down</source>
        <translation>쉬는 길이</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>코사인</translation>
    </message>
    <message>
        <source>Cosine with restarts</source>
        <translation>코사인 재시작</translation>
    </message>
    <message>
        <source>Counted in</source>
        <translation>단위</translation>
    </message>
    <message>
        <source>CuPy is not installed</source>
        <translation>CuPy가 설치되어 있지 않습니다</translation>
    </message>
    <message>
        <source>Cycle the momentum</source>
        <translation>모멘텀도 순환</translation>
    </message>
    <message>
        <source>Cyclic</source>
        <translation>순환</translation>
    </message>
    <message>
        <source>Damped Newton</source>
        <translation>감쇠 뉴턴법</translation>
    </message>
    <message>
        <source>Dampening</source>
        <translation>댐프닝</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Data and batches</source>
        <translation>데이터와 배치</translation>
    </message>
    <message>
        <source>Data in the file</source>
        <translation>파일의 데이터</translation>
    </message>
    <message>
        <source>Data that were not read</source>
        <translation>읽지 않은 데이터</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>감소 길이</translation>
    </message>
    <message>
        <source>Decay of the mean</source>
        <translation>평균의 감쇠</translation>
    </message>
    <message>
        <source>Decay term</source>
        <translation>감쇠 항</translation>
    </message>
    <message>
        <source>Decoupled decay</source>
        <translation>분리된 감쇠</translation>
    </message>
    <message>
        <source>Degree</source>
        <translation>차수</translation>
    </message>
    <message>
        <source>Descent</source>
        <translation>경사 하강</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>디스크 할당량을 모두 썼습니다</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>거리</translation>
    </message>
    <message>
        <source>Divided at times that you choose, such as when the loss stops falling.</source>
        <translation>직접 정한 시점마다 나누어 낮춥니다. 예: 손실이 더 줄지 않을 때.</translation>
    </message>
    <message>
        <source>Divides by the largest mean square so far: rates never grow again.</source>
        <translation>지금까지 가장 큰 제곱 평균으로 나눕니다. 학습률이 다시 커지지 않습니다.</translation>
    </message>
    <message>
        <source>Divides the gradient by the root of its running mean square: steps of about one size.</source>
        <translation>그레이디언트를 제곱의 이동 평균의 제곱근으로 나눕니다. 스텝의 크기가 비슷해집니다.</translation>
    </message>
    <message>
        <source>Drawn curve</source>
        <translation>직접 그린 곡선</translation>
    </message>
    <message>
        <source>Draws which minimum each start arrives in, the loss over learning rate and step, or a phase diagram.</source>
        <translation>시작점마다 도달하는 최소점, 학습률과 스텝에 따른 손실, 또는 상도표를 그립니다.</translation>
    </message>
    <message>
        <source>Drops when the loss has stopped falling for a while: it looks at the run itself.</source>
        <translation>손실이 한동안 줄지 않으면 낮춥니다. 학습 경과를 보고 정합니다.</translation>
    </message>
    <message>
        <source>Each parameter gets its own rate from the size of its gradients so far.</source>
        <translation>지금까지의 그레이디언트 크기에 따라 매개변수마다 다른 학습률을 씁니다.</translation>
    </message>
    <message>
        <source>Each parameter's rate falls with the sum of its squared gradients, and never rises again.</source>
        <translation>각 매개변수의 학습률이 그레이디언트 제곱의 합에 따라 줄고, 다시 커지지 않습니다.</translation>
    </message>
    <message>
        <source>Each run is a path of its own. Add one that differs in one thing, such as momentum, and compare.</source>
        <translation>실행마다 경로가 하나씩 있습니다. 모멘텀처럼 한 가지만 다른 실행을 더해서 견주어 보세요.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에포크</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>엡실론</translation>
    </message>
    <message>
        <source>Epsilons</source>
        <translation>엡실론</translation>
    </message>
    <message>
        <source>Equal scales of x and y</source>
        <translation>x와 y의 축척 같게</translation>
    </message>
    <message>
        <source>Every parameter moves by the rate itself, in the direction of gradient and momentum together.</source>
        <translation>모든 매개변수가 학습률만큼 움직입니다. 방향은 그레이디언트와 모멘텀이 함께 정합니다.</translation>
    </message>
    <message>
        <source>Everything at once: surface, learning rate, loss, step and runs</source>
        <translation>손실 곡면, 학습률, 손실, 스텝, 실행 목록을 한꺼번에 보여 줍니다</translation>
    </message>
    <message>
        <source>Exercise sheet</source>
        <translation>문제지</translation>
    </message>
    <message>
        <source>Exit codes: 0 done; 1 it failed, or a picture or film lacks a recorded run that cannot be read; 2 the command line or the experiment is wrong; 130 interrupted.</source>
        <translation>종료 코드: 0 완료. 1 실패했거나, 읽을 수 없는 기록된 실행이 그림 또는 영상에서 빠짐. 2 명령줄이나 실험이 잘못됨. 130 중단됨.</translation>
    </message>
    <message>
        <source>Exponential decay</source>
        <translation>지수 감소</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Factors</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Fall</source>
        <translation>감소 길이</translation>
    </message>
    <message>
        <source>Falls as the cosine does, then jumps back up: out of one basin into the next.</source>
        <translation>코사인처럼 감소한 뒤 다시 뛰어오릅니다. 한 끌림 영역에서 다음 영역으로 넘어갈 수 있습니다.</translation>
    </message>
    <message>
        <source>Falls by the same amount each time.</source>
        <translation>매번 같은 양만큼 감소합니다(linear decay).</translation>
    </message>
    <message>
        <source>Falls fast at first and flattens towards the end.</source>
        <translation>처음에 빠르게 감소하고 끝으로 갈수록 평평해집니다.</translation>
    </message>
    <message>
        <source>Falls like 1/k: slowly enough to arrive anywhere, fast enough for the noise to die out.</source>
        <translation>1/k처럼 감소합니다. 어디든 도달할 만큼 느리고, 잡음이 사라질 만큼 빠릅니다.</translation>
    </message>
    <message>
        <source>Falls quickly at first and never reaches zero.</source>
        <translation>처음에 빠르게 감소하며 0에는 도달하지 않습니다(inverse square root).</translation>
    </message>
    <message>
        <source>Falls slowly, then fast, then slowly: no jumps.</source>
        <translation>천천히, 빠르게, 다시 천천히 감소합니다. 갑작스러운 변화가 없습니다(cosine).</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>이름이 너무 깁니다</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>디스크가 이 크기의 파일을 받지 않습니다</translation>
    </message>
    <message>
        <source>First cycle</source>
        <translation>첫 주기</translation>
    </message>
    <message>
        <source>First divisor</source>
        <translation>시작 나눗수</translation>
    </message>
    <message>
        <source>First sum</source>
        <translation>처음 합</translation>
    </message>
    <message>
        <source>Fitted to all visible runs</source>
        <translation>보이는 모든 실행에 맞추기</translation>
    </message>
    <message>
        <source>Fitted to the chosen run alone</source>
        <translation>선택한 실행에만 맞추기</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>진동수</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>From factor</source>
        <translation>시작 배율</translation>
    </message>
    <message>
        <source>From the lecture</source>
        <translation>강의 예제</translation>
    </message>
    <message>
        <source>From top to bottom: the samples with the model, the batches of an epoch, and the stages of one update. The comma and the full stop go from stage to stage.</source>
        <translation>위에서부터 샘플과 모델, 한 에포크의 배치, 한 번의 갱신 단계입니다. 쉼표와 마침표 키로 단계를 옮깁니다.</translation>
    </message>
    <message>
        <source>GD, Armijo's backtracking</source>
        <translation>GD, 아르미호 백트래킹</translation>
    </message>
    <message>
        <source>GD, exact line search</source>
        <translation>GD, 정확한 직선 탐색</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Goes down along the gradient to the lowest point of the ray: at right angles from step to step.</source>
        <translation>그레이디언트 반대 방향의 반직선에서 가장 낮은 점까지 갑니다. 이어지는 스텝은 서로 직각입니다.</translation>
    </message>
    <message>
        <source>Gradient descent</source>
        <translation>경사 하강법</translation>
    </message>
    <message>
        <source>Gradient descent whose late points are averaged: the mean is steadier than the last one.</source>
        <translation>뒷부분의 점들을 평균하는 경사 하강법. 평균은 마지막 점보다 안정적입니다.</translation>
    </message>
    <message>
        <source>Grid in the plots</source>
        <translation>그래프에 격자</translation>
    </message>
    <message>
        <source>Grid on the surface</source>
        <translation>곡면에 격자</translation>
    </message>
    <message>
        <source>HTML is not allowed</source>
        <translation>HTML은 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>Half period</source>
        <translation>반주기</translation>
    </message>
    <message>
        <source>Hangul</source>
        <translation>한글</translation>
    </message>
    <message>
        <source>Hessian eigenvalues {first} and {second}, {where}</source>
        <translation>헤세 행렬의 고윳값 {first}, {second}, {where}</translation>
    </message>
    <message>
        <source>High at first, then divided again and again: by 10 at 30, 60 and 90 epochs.</source>
        <translation>처음에는 크게 두고 단계마다 나누어 낮춥니다(step decay). 예: 30, 60, 90에포크에서 10으로 나누기.</translation>
    </message>
    <message>
        <source>High for as long as you like, then quickly down: the end need not be known at the start.</source>
        <translation>원하는 만큼 크게 유지하다가 빠르게 낮춥니다. 끝을 미리 알지 않아도 됩니다.</translation>
    </message>
    <message>
        <source>Highest drawn</source>
        <translation>그리는 최댓값</translation>
    </message>
    <message>
        <source>Highest momentum</source>
        <translation>최대 모멘텀</translation>
    </message>
    <message>
        <source>Highest rate</source>
        <translation>최댓값</translation>
    </message>
    <message>
        <source>How far a step goes: the gradient is multiplied by it.</source>
        <translation>그레이디언트(gradient)에 곱하는 값(learning rate). 클수록 한 스텝이 커집니다.</translation>
    </message>
    <message>
        <source>How far a step goes: the mixture is multiplied by it.</source>
        <translation>섞은 값에 곱하는 값(learning rate). 클수록 한 스텝이 커집니다.</translation>
    </message>
    <message>
        <source>How far above or below an outlier lies.</source>
        <translation>이상치가 위아래로 벗어나는 정도.</translation>
    </message>
    <message>
        <source>How fast the rate falls.</source>
        <translation>학습률이 감소하는 빠르기.</translation>
    </message>
    <message>
        <source>How high the wave is.</source>
        <translation>파동의 높이.</translation>
    </message>
    <message>
        <source>How long each level holds.</source>
        <translation>한 단계가 유지되는 길이.</translation>
    </message>
    <message>
        <source>How long it falls.</source>
        <translation>감소하는 길이.</translation>
    </message>
    <message>
        <source>How long it falls; by default as long as it rises.</source>
        <translation>감소하는 길이. 지정하지 않으면 커지는 길이와 같습니다.</translation>
    </message>
    <message>
        <source>How long that factor holds.</source>
        <translation>그 배율이 유지되는 길이.</translation>
    </message>
    <message>
        <source>How long the cycle lasts.</source>
        <translation>한 주기의 길이.</translation>
    </message>
    <message>
        <source>How long the first cycle lasts.</source>
        <translation>첫 주기의 길이.</translation>
    </message>
    <message>
        <source>How long the rate rises before the schedule.</source>
        <translation>스케줄에 앞서 학습률이 커지는 구간의 길이(warm-up).</translation>
    </message>
    <message>
        <source>How long the rate rises in a cycle.</source>
        <translation>한 주기에서 학습률이 커지는 길이.</translation>
    </message>
    <message>
        <source>How long the rate stays.</source>
        <translation>학습률을 유지하는 길이.</translation>
    </message>
    <message>
        <source>How long until the rate is down to 71 %.</source>
        <translation>학습률이 71 % 수준으로 줄기까지의 길이.</translation>
    </message>
    <message>
        <source>How many columns x has.</source>
        <translation>x의 열 개수.</translation>
    </message>
    <message>
        <source>How many of the last steps are remembered.</source>
        <translation>기억하는 최근 스텝의 수.</translation>
    </message>
    <message>
        <source>How many samples a step sees; the gradient is their mean.</source>
        <translation>한 스텝에 쓰는 샘플 수(batch size). 그레이디언트는 샘플들의 평균입니다.</translation>
    </message>
    <message>
        <source>How many samples an update sees.</source>
        <translation>갱신 한 번에 쓰는 샘플 수.</translation>
    </message>
    <message>
        <source>How many samples are made.</source>
        <translation>만들 샘플 수.</translation>
    </message>
    <message>
        <source>How many samples lie far from the rest.</source>
        <translation>나머지에서 멀리 떨어진 샘플 수.</translation>
    </message>
    <message>
        <source>How many times longer each cycle is than the one before.</source>
        <translation>각 주기가 앞 주기보다 길어지는 배수.</translation>
    </message>
    <message>
        <source>How many times smaller than the first the last rate is.</source>
        <translation>마지막 학습률이 처음보다 작아지는 배수.</translation>
    </message>
    <message>
        <source>How many times smaller than the highest the first rate is.</source>
        <translation>처음 학습률이 최고 학습률보다 작은 배수.</translation>
    </message>
    <message>
        <source>How many times the data is gone through.</source>
        <translation>전체 데이터를 학습하는 횟수.</translation>
    </message>
    <message>
        <source>How many units after a drop are not counted.</source>
        <translation>낮춘 뒤 세지 않는 단위의 수.</translation>
    </message>
    <message>
        <source>How many units to wait for a better loss.</source>
        <translation>손실이 나아지지 않아도 기다리는 단위의 수.</translation>
    </message>
    <message>
        <source>How many updates are made.</source>
        <translation>갱신 횟수.</translation>
    </message>
    <message>
        <source>How many updates the run makes.</source>
        <translation>갱신(update) 횟수.</translation>
    </message>
    <message>
        <source>How much better is better.</source>
        <translation>나아졌다고 볼 최소 차이.</translation>
    </message>
    <message>
        <source>How much of gradient and square comes from their means.</source>
        <translation>그레이디언트와 제곱에서 평균이 차지하는 비율.</translation>
    </message>
    <message>
        <source>How much of the momentum is in the step, and how slowly the momentum forgets.</source>
        <translation>스텝에서 모멘텀이 차지하는 비율과, 모멘텀이 과거를 잊는 느린 정도.</translation>
    </message>
    <message>
        <source>How much of the step is momentum; the rest is the gradient itself.</source>
        <translation>스텝에서 모멘텀이 차지하는 비율. 나머지는 그레이디언트입니다.</translation>
    </message>
    <message>
        <source>How often the polynomial is applied.</source>
        <translation>다항식을 적용하는 횟수.</translation>
    </message>
    <message>
        <source>How often the whole data set is seen.</source>
        <translation>전체 데이터를 학습하는 횟수(epoch).</translation>
    </message>
    <message>
        <source>How quickly the momentum grows from half of β₁ to β₁.</source>
        <translation>모멘텀이 β₁의 절반에서 β₁까지 커지는 빠르기.</translation>
    </message>
    <message>
        <source>How slowly the mean of the gradients forgets.</source>
        <translation>그레이디언트의 평균이 과거를 잊는 느린 정도.</translation>
    </message>
    <message>
        <source>How slowly the mean square forgets.</source>
        <translation>제곱 평균이 과거를 잊는 느린 정도.</translation>
    </message>
    <message>
        <source>How slowly the mean squares forget.</source>
        <translation>제곱 평균들이 과거를 잊는 느린 정도.</translation>
    </message>
    <message>
        <source>How slowly the means of gradient and square forget.</source>
        <translation>그레이디언트와 그 제곱의 평균이 과거를 잊는 느린 정도.</translation>
    </message>
    <message>
        <source>How steep the middle is.</source>
        <translation>가운데의 가파른 정도.</translation>
    </message>
    <message>
        <source>How the length of a step is found; none takes the rate.</source>
        <translation>스텝의 길이를 찾는 방법. none 값이면 학습률을 씁니다.</translation>
    </message>
    <message>
        <source>How the rate changes; lengths that are not given follow from the duration.</source>
        <translation>학습률이 바뀌는 방식. 지정하지 않은 길이는 학습 횟수에서 정해집니다.</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>입출력 오류가 났습니다</translation>
    </message>
    <message>
        <source>Intercept</source>
        <translation>절편</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>보간</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>간격</translation>
    </message>
    <message>
        <source>Inverse square root</source>
        <translation>제곱근의 역수</translation>
    </message>
    <message>
        <source>Inverse time</source>
        <translation>시간의 역수</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>폴더입니다</translation>
    </message>
    <message>
        <source>It is not in the window now.</source>
        <translation>지금은 창에 나와 있지 않습니다.</translation>
    </message>
    <message>
        <source>Its name; another one is put into the formula too.</source>
        <translation>매개변수의 이름입니다. 바꾸면 식에서도 바뀝니다.</translation>
    </message>
    <message>
        <source>Jumps to where the quadratic model is flat: to a minimum at once, but to a saddle just as well.</source>
        <translation>이차 근사가 평평한 점으로 바로 갑니다. 최소점에도 안장점에도 곧장 도달합니다.</translation>
    </message>
    <message>
        <source>Keeps the division finite where the gradient is zero.</source>
        <translation>그레이디언트가 0인 곳에서도 나눗셈이 유한하게 합니다.</translation>
    </message>
    <message>
        <source>Kinks</source>
        <translation>꺾인 곳</translation>
    </message>
    <message>
        <source>Larger batches</source>
        <translation>큰 배치</translation>
    </message>
    <message>
        <source>Last divisor</source>
        <translation>끝 나눗수</translation>
    </message>
    <message>
        <source>Last rate</source>
        <translation>끝 학습률</translation>
    </message>
    <message>
        <source>Leading eigenvectors of the Hessian</source>
        <translation>헤세 행렬의 으뜸 고유벡터(eigenvector) 둘</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Learning rate and loss</source>
        <translation>학습률과 손실</translation>
    </message>
    <message>
        <source>Learning rate axis</source>
        <translation>학습률 축</translation>
    </message>
    <message>
        <source>Learns the curvature from its own last steps, and then jumps nearly as Newton does.</source>
        <translation>최근 스텝들에서 곡률을 배워 뉴턴법에 가깝게 움직입니다.</translation>
    </message>
    <message>
        <source>Least curvature</source>
        <translation>최소 곡률</translation>
    </message>
    <message>
        <source>Least drop</source>
        <translation>최소 감소</translation>
    </message>
    <message>
        <source>Leaves out the background of pictures (PNG, SVG, PDF), for slides and pages of any colour.</source>
        <translation>그림(PNG, SVG, PDF)의 배경을 투명하게 합니다. 어떤 색의 슬라이드나 지면에도 얹을 수 있습니다.</translation>
    </message>
    <message>
        <source>Left panel</source>
        <translation>왼쪽 패널</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>실습</translation>
    </message>
    <message>
        <source>Lessons and help</source>
        <translation>실습과 도움말</translation>
    </message>
    <message>
        <source>Lets the experiment read data and recorded runs outside the folder of its file: for files whose origin you know.</source>
        <translation>실험이 자기 폴더 밖에 있는 데이터와 기록을 읽게 합니다. 어디서 온 파일인지 알 때만 씁니다.</translation>
    </message>
    <message>
        <source>Lets the rate fall as 1/(1 + κ t) besides.</source>
        <translation>학습률을 1/(1 + κ t) 배로도 낮춥니다.</translation>
    </message>
    <message>
        <source>Lets the rate fall, and pulls the parameters to zero.</source>
        <translation>학습률을 낮추고 매개변수를 0 쪽으로 당깁니다.</translation>
    </message>
    <message>
        <source>Levels by rank</source>
        <translation>순위 단계</translation>
    </message>
    <message>
        <source>Levels of the surface</source>
        <translation>곡면의 단계</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>직선</translation>
    </message>
    <message>
        <source>Line search</source>
        <translation>직선 탐색</translation>
    </message>
    <message>
        <source>Line search and curvature</source>
        <translation>직선 탐색과 곡률</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>Linear decay</source>
        <translation>선형 감소</translation>
    </message>
    <message>
        <source>Linear levels</source>
        <translation>균등 단계</translation>
    </message>
    <message>
        <source>Linear regression</source>
        <translation>선형 회귀</translation>
    </message>
    <message>
        <source>Lists what can be named in an experiment.</source>
        <translation>실험에 쓸 수 있는 이름을 나열합니다.</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic levels</source>
        <translation>로그 단계</translation>
    </message>
    <message>
        <source>Logistic regression</source>
        <translation>로지스틱 회귀</translation>
    </message>
    <message>
        <source>Looks ahead along the momentum before it steps.</source>
        <translation>모멘텀 방향으로 미리 내다본 뒤 스텝을 정합니다.</translation>
    </message>
    <message>
        <source>Loses the same share each time: a straight line on a logarithmic axis.</source>
        <translation>매번 같은 비율로 감소합니다. 로그 축에서는 직선입니다.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Loss axis</source>
        <translation>손실 축</translation>
    </message>
    <message>
        <source>Loss surface</source>
        <translation>손실 곡면</translation>
    </message>
    <message>
        <source>Loss surface in 3-D</source>
        <translation>3차원 손실 곡면</translation>
    </message>
    <message>
        <source>Loss to reach</source>
        <translation>목표 손실</translation>
    </message>
    <message>
        <source>Lowest drawn</source>
        <translation>그리는 최솟값</translation>
    </message>
    <message>
        <source>Lowest momentum</source>
        <translation>최소 모멘텀</translation>
    </message>
    <message>
        <source>Lowest rate</source>
        <translation>최저값</translation>
    </message>
    <message>
        <source>MP4 needs PyAV: {command}</source>
        <translation>MP4를 만들려면 PyAV가 필요합니다: {command}</translation>
    </message>
    <message>
        <source>Made-up data</source>
        <translation>만든 데이터</translation>
    </message>
    <message>
        <source>Many colours (batlow)</source>
        <translation>여러 색 (batlow)</translation>
    </message>
    <message>
        <source>Many minima</source>
        <translation>최소점이 많은 곡면</translation>
    </message>
    <message>
        <source>Mean squared error, or cross-entropy.</source>
        <translation>평균 제곱 오차 또는 교차 엔트로피.</translation>
    </message>
    <message>
        <source>Means' shares</source>
        <translation>평균의 비율</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>기억 수</translation>
    </message>
    <message>
        <source>Milestones</source>
        <translation>시점</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>모멘텀</translation>
    </message>
    <message>
        <source>Momentum (or beta1) falls while the rate rises.</source>
        <translation>학습률이 커지는 동안 모멘텀(또는 β₁)은 작아집니다.</translation>
    </message>
    <message>
        <source>Momentum and averages</source>
        <translation>모멘텀과 평균</translation>
    </message>
    <message>
        <source>Momentum decay</source>
        <translation>모멘텀 감쇠</translation>
    </message>
    <message>
        <source>Momentum whose step has always about the same length: the step of a matrix, made orthogonal.</source>
        <translation>스텝의 길이가 늘 비슷한 모멘텀. 행렬의 스텝을 직교화합니다.</translation>
    </message>
    <message>
        <source>Momentum's share</source>
        <translation>모멘텀 비율</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Narrow valleys</source>
        <translation>좁은 골짜기가 있는 곡면</translation>
    </message>
    <message>
        <source>Newton</source>
        <translation>뉴턴법</translation>
    </message>
    <message>
        <source>Newton made safe: it leaves saddles, and shortens its step until the loss has fallen enough.</source>
        <translation>안전한 뉴턴법. 안장점을 벗어나고, 손실이 충분히 줄 때까지 스텝을 줄입니다.</translation>
    </message>
    <message>
        <source>Newton-Schulz coefficients</source>
        <translation>뉴턴-슐츠 계수</translation>
    </message>
    <message>
        <source>Newton-Schulz steps</source>
        <translation>뉴턴-슐츠 스텝</translation>
    </message>
    <message>
        <source>No 3-D here, because OpenGL does not start: install the graphics driver (Debian, Ubuntu: libgl1-mesa-dri) and start gdviz again; 2-D works.</source>
        <translation>OpenGL이 시작되지 않아 3차원 그림을 보일 수 없습니다. 그래픽 드라이버(Debian, Ubuntu: libgl1-mesa-dri)를 설치하고 gdviz를 다시 시작하세요. 2차원 그림은 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>No 3-D here, because PyOpenGL is not installed: run scripts/run.py, or pip install PyOpenGL, and start gdviz again; 2-D works.</source>
        <translation>PyOpenGL이 설치되어 있지 않아 3차원 그림을 보일 수 없습니다. scripts/run.py를 실행하거나 pip install PyOpenGL 한 뒤 gdviz를 다시 시작하세요. 2차원 그림은 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>No 3-D here, because this display has no OpenGL: start gdviz on a desktop (Windows, macOS, X11, Wayland) to see it; 2-D works.</source>
        <translation>이 화면에는 OpenGL이 없어 3차원 그림을 보일 수 없습니다. 데스크톱(Windows, macOS, X11, Wayland)에서 gdviz를 시작하면 보입니다. 2차원 그림은 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>No minimum of this loss is known.</source>
        <translation>이 손실의 최소점은 알려져 있지 않습니다.</translation>
    </message>
    <message>
        <source>No program reads from this pipe</source>
        <translation>이 파이프에서 읽는 프로그램이 없습니다</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>디스크가 가득 찼습니다</translation>
    </message>
    <message>
        <source>No step is made yet. The loss is {loss}, the length of the gradient {gradient}.</source>
        <translation>아직 스텝을 밟지 않았습니다. 손실은 {loss}, 그레이디언트의 길이는 {gradient}입니다.</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>그런 파일이나 폴더가 없습니다</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>잡음</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>폴더가 아닙니다</translation>
    </message>
    <message>
        <source>Noto Sans KR, which comes with gdviz</source>
        <translation>Noto Sans KR, gdviz에 포함됨</translation>
    </message>
    <message>
        <source>Numbers on the contours</source>
        <translation>등고선에 숫자</translation>
    </message>
    <message>
        <source>Of {n} recorded runs only the first {most} are shown</source>
        <translation>기록된 실행 {n}개 가운데 처음 {most}개만 표시합니다</translation>
    </message>
    <message>
        <source>On a plateau</source>
        <translation>정체 시 감소</translation>
    </message>
    <message>
        <source>One cycle</source>
        <translation>한 주기</translation>
    </message>
    <message>
        <source>One neuron on one feature: mean squared error.</source>
        <translation>특성 하나를 받는 뉴런 하나: 평균 제곱 오차.</translation>
    </message>
    <message>
        <source>One tanh unit</source>
        <translation>tanh 유닛 하나</translation>
    </message>
    <message>
        <source>Only the gradient's sign counts: steps grow while it stays and shrink when it turns.</source>
        <translation>그레이디언트의 부호만 씁니다. 부호가 그대로면 스텝이 커지고 바뀌면 작아집니다.</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>데이터 열기</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Opens a lesson, or a figure of the lecture, ready to play. gdviz list lessons names them.</source>
        <translation>실습이나, 바로 재생할 수 있는 강의 그림을 엽니다. 이름은 gdviz list lessons로 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Opens the window.</source>
        <translation>창을 엽니다.</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>허용되지 않은 작업입니다</translation>
    </message>
    <message>
        <source>Outlier size</source>
        <translation>이상치 크기</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>이상치</translation>
    </message>
    <message>
        <source>Own function</source>
        <translation>직접 만든 함수</translation>
    </message>
    <message>
        <source>Own model</source>
        <translation>직접 만든 모델</translation>
    </message>
    <message>
        <source>PCA of the path, {first} + {second} % of its variance, {where}</source>
        <translation>경로의 주성분(PCA), 분산의 {first} + {second} %, {where}</translation>
    </message>
    <message>
        <source>PCA of {n} runs, {first} + {second} % of their variance, {where}</source>
        <translation>실행 {n}개의 주성분(PCA), 분산의 {first} + {second} %, {where}</translation>
    </message>
    <message>
        <source>Pairs of k and factor, k in rising order.</source>
        <translation>k와 배율의 쌍. k는 커지는 순서.</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>기다림</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>권한이 없습니다</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>위상</translation>
    </message>
    <message>
        <source>Pixels of a PNG for each of the screen's; 2 for sharp screens.</source>
        <translation>화면의 픽셀 하나를 그리는 PNG 픽셀 수입니다. 고해상도 화면에는 2가 알맞습니다.</translation>
    </message>
    <message>
        <source>Plane of the picture</source>
        <translation>그림의 평면</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>Polynomial decay</source>
        <translation>다항식 감소</translation>
    </message>
    <message>
        <source>Polynomial regression</source>
        <translation>다항 회귀</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>지수</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Prepared experiments</source>
        <translation>준비된 실험</translation>
    </message>
    <message>
        <source>Principal components of the paths</source>
        <translation>경로들의 주성분</translation>
    </message>
    <message>
        <source>Prints a JSON list.</source>
        <translation>JSON 목록을 출력합니다.</translation>
    </message>
    <message>
        <source>Prints a script by which the shell completes commands, options and names.</source>
        <translation>셸이 명령, 옵션, 이름을 자동 완성하도록 하는 스크립트를 출력합니다.</translation>
    </message>
    <message>
        <source>Prints one JSON object instead of the summary.</source>
        <translation>요약 대신 JSON 객체 하나를 출력합니다.</translation>
    </message>
    <message>
        <source>Processes that compute; as many as there are cores by default.</source>
        <translation>계산할 프로세스의 수. 기본값은 코어의 수입니다.</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>곱</translation>
    </message>
    <message>
        <source>Pulls the parameters to zero, past the gradient's means: each step takes η λ w away.</source>
        <translation>그레이디언트의 평균을 거치지 않고 매개변수를 0 쪽으로 당깁니다(weight decay). 스텝마다 빼는 항: η λ w</translation>
    </message>
    <message>
        <source>Pulls the parameters to zero: λ w is added to the gradient.</source>
        <translation>매개변수를 0 쪽으로 당깁니다(weight decay). 그레이디언트에 더하는 항: λ w</translation>
    </message>
    <message>
        <source>Qt does not load: {why}; gdviz doctor says how to fix it</source>
        <translation>Qt 불러오기 실패: {why}. 해결 방법은 gdviz doctor 명령으로 확인하세요</translation>
    </message>
    <message>
        <source>Quadratic</source>
        <translation>이차 함수</translation>
    </message>
    <message>
        <source>Race</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Radians at x = 0.</source>
        <translation>x = 0에서의 라디안.</translation>
    </message>
    <message>
        <source>Radians for 1 of x.</source>
        <translation>x가 1 늘 때의 라디안.</translation>
    </message>
    <message>
        <source>Rate decay</source>
        <translation>학습률 감쇠</translation>
    </message>
    <message>
        <source>Rate of decay</source>
        <translation>감소율</translation>
    </message>
    <message>
        <source>Rate's adjustment</source>
        <translation>학습률 조정</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>읽기 전용입니다</translation>
    </message>
    <message>
        <source>Recorded run {run} has no path: it has {n} parameters, this problem has {dim}</source>
        <translation>기록된 실행 {run}: 경로를 그릴 수 없습니다. 매개변수 수가 기록에서는 {n}개, 이 문제에서는 {dim}개입니다</translation>
    </message>
    <message>
        <source>Recorded run {run} is not shown: {why}</source>
        <translation>기록된 실행 {run}: 표시하지 못했습니다. {why}</translation>
    </message>
    <message>
        <source>Recorded run {run}: columns that are not read: {unread}; {known}</source>
        <translation>기록된 실행 {run}: 읽지 않은 열: {unread}. {known}</translation>
    </message>
    <message>
        <source>Recorded runs count steps, not epochs or samples: they are drawn when the plots count steps</source>
        <translation>기록된 실행에는 스텝만 있고 에포크나 샘플 수는 없습니다. 그래프가 스텝을 셀 때 그려집니다</translation>
    </message>
    <message>
        <source>Removes the finished maps that are kept so that the same map is not computed twice.</source>
        <translation>같은 지도를 다시 계산하지 않으려고 보관한 지도를 지웁니다.</translation>
    </message>
    <message>
        <source>Required decrease</source>
        <translation>요구 감소율</translation>
    </message>
    <message>
        <source>Rise</source>
        <translation>증가 길이</translation>
    </message>
    <message>
        <source>Rising share</source>
        <translation>증가 비율</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>실행 목록</translation>
    </message>
    <message>
        <source>Runs a cell of a phase diagram; the middle of their values is shown.</source>
        <translation>상도표의 칸마다 실행하는 횟수. 값들의 중앙값을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Runs a guided lesson, and says which of its claims do not hold.</source>
        <translation>단계별 실습을 실행해 참이 아닌 주장을 알려 줍니다.</translation>
    </message>
    <message>
        <source>Runs for each combination, with seeds of their own; their median is taken.</source>
        <translation>조합마다 시드를 달리하여 실행할 횟수. 중앙값을 얻습니다.</translation>
    </message>
    <message>
        <source>Saddles, plateaus and cliffs</source>
        <translation>안장점, 평지, 절벽이 있는 곡면</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Schedule and loss, large, over one axis</source>
        <translation>스케줄과 손실을 한 축 위에 크게 보여 줍니다</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Seeds of each cell</source>
        <translation>칸마다의 시드 수</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>이어 붙이기</translation>
    </message>
    <message>
        <source>Sets the first steps: with 0 there would be none.</source>
        <translation>첫 스텝의 크기를 정합니다. 0이면 움직이지 않습니다.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Several runs beside each other: surface, loss, and the table of all runs</source>
        <translation>여러 실행을 나란히 비교합니다. 손실 곡면, 손실, 실행 목록을 봅니다</translation>
    </message>
    <message>
        <source>Several schedules at once: their factors are multiplied.</source>
        <translation>여러 스케줄을 동시에 적용하고 배율을 곱합니다.</translation>
    </message>
    <message>
        <source>Several schedules one after the other, each from its own beginning.</source>
        <translation>여러 스케줄을 차례로 적용합니다. 각 스케줄은 처음부터 시작합니다.</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>Show where it is</source>
        <translation>위치 보기</translation>
    </message>
    <message>
        <source>Shows this.</source>
        <translation>이 도움말을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Shows what works here (versions, devices, display, OpenGL, fonts) and how to fix the rest.</source>
        <translation>동작하는 것(버전, 계산 장치, 디스플레이, OpenGL, 글꼴)과 나머지의 해결 방법을 알려 줍니다.</translation>
    </message>
    <message>
        <source>Shrinking</source>
        <translation>축소 비율</translation>
    </message>
    <message>
        <source>Sine wave</source>
        <translation>사인 곡선</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>Smaller drops are left out.</source>
        <translation>이보다 작은 감소는 하지 않습니다.</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>평활</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>퍼짐</translation>
    </message>
    <message>
        <source>Stable</source>
        <translation>유지 길이</translation>
    </message>
    <message>
        <source>Stable, then decay</source>
        <translation>유지 후 감소</translation>
    </message>
    <message>
        <source>Standardise</source>
        <translation>표준화</translation>
    </message>
    <message>
        <source>Standardise y</source>
        <translation>y 표준화</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작점</translation>
    </message>
    <message>
        <source>Start, {name}</source>
        <translation>시작점, {name}</translation>
    </message>
    <message>
        <source>Starts, rates or values along each side; 200 by default, 64 for a phase diagram.</source>
        <translation>한 변의 시작점, 학습률 또는 값의 수. 기본은 200, 상도표는 64입니다.</translation>
    </message>
    <message>
        <source>Steepness</source>
        <translation>가파름</translation>
    </message>
    <message>
        <source>Step by step, with questions</source>
        <translation>질문을 따라 한 걸음씩</translation>
    </message>
    <message>
        <source>Step decay</source>
        <translation>계단식 감소</translation>
    </message>
    <message>
        <source>Step sizes</source>
        <translation>스텝 크기</translation>
    </message>
    <message>
        <source>Step {k}</source>
        <translation>{k}단계</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Steps are a share of the parameters' own size; it was made to save memory.</source>
        <translation>스텝은 매개변수 크기의 일정 비율입니다. 메모리를 아끼려고 만든 방법입니다.</translation>
    </message>
    <message>
        <source>Steps at milestones</source>
        <translation>지정 시점에 감소</translation>
    </message>
    <message>
        <source>Steps in the parameters' own unit: their size so far sets the size of the next.</source>
        <translation>매개변수의 단위로 움직입니다. 지금까지의 스텝 크기가 다음 크기를 정합니다.</translation>
    </message>
    <message>
        <source>Straight lines between the points, or steps at them.</source>
        <translation>점 사이를 직선으로 잇거나, 점마다 계단처럼 바꿉니다.</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>주기 배수</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>손실 곡면</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Switch it on</source>
        <translation>켜기</translation>
    </message>
    <message>
        <source>Takes the mean's square off the mean square first.</source>
        <translation>제곱 평균에서 평균의 제곱을 먼저 뺍니다.</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>tanh</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>목푯값</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>용어</translation>
    </message>
    <message>
        <source>The Hessian is shifted until no curvature is below it.</source>
        <translation>곡률이 이 값보다 작지 않도록 헤세 행렬(Hessian)을 옮깁니다.</translation>
    </message>
    <message>
        <source>The arithmetic of the step at the playhead, with its numbers. It follows as you play.</source>
        <translation>재생 위치의 스텝을 숫자로 계산해 보여 줍니다. 재생하면 함께 바뀝니다.</translation>
    </message>
    <message>
        <source>The arrays of all runs, for numpy.load.</source>
        <translation>모든 실행의 배열. numpy.load로 읽습니다.</translation>
    </message>
    <message>
        <source>The colour says how large the loss is. Drag the start, the ring at the beginning of the path, and see where the path goes.</source>
        <translation>색이 손실의 크기를 나타냅니다. 시작점(동그라미)을 끌어 보고 경로가 어디로 가는지 보세요.</translation>
    </message>
    <message>
        <source>The colours of pictures and films.</source>
        <translation>그림과 동영상의 색.</translation>
    </message>
    <message>
        <source>The data of this experiment were not read, so nothing is computed.</source>
        <translation>이 실험의 데이터를 읽지 않았으므로 아무것도 계산하지 않습니다.</translation>
    </message>
    <message>
        <source>The experiment and the numbers of all runs, for programs in any language.</source>
        <translation>실험과 모든 실행의 수. 어느 언어의 프로그램에서도 읽을 수 있습니다.</translation>
    </message>
    <message>
        <source>The factor as a formula in k, such as exp(-0.03k).</source>
        <translation>k로 쓴 배율의 수식. 예: exp(-0.03k)</translation>
    </message>
    <message>
        <source>The factor at the beginning.</source>
        <translation>처음의 배율.</translation>
    </message>
    <message>
        <source>The factor at the end, where it stays.</source>
        <translation>마지막의 배율. 이후 그대로 유지합니다.</translation>
    </message>
    <message>
        <source>The factor at the end.</source>
        <translation>마지막의 배율.</translation>
    </message>
    <message>
        <source>The factor, a formula in k; below 0 it counts as 0.</source>
        <translation>배율, k로 쓴 수식. 0보다 작으면 0으로 봅니다.</translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation>파일을 저장하지 못했습니다.</translation>
    </message>
    <message>
        <source>The heat map is made of {columns} × {rows} computed losses, {inch} to an inch.</source>
        <translation>손실을 색으로 나타낸 곡면은 격자점 {columns} × {rows}개(인치당 {inch}개)에서 계산했습니다.</translation>
    </message>
    <message>
        <source>The highest momentum.</source>
        <translation>가장 큰 모멘텀.</translation>
    </message>
    <message>
        <source>The highest power of x.</source>
        <translation>x의 가장 높은 거듭제곱.</translation>
    </message>
    <message>
        <source>The highest rate.</source>
        <translation>가장 높은 학습률.</translation>
    </message>
    <message>
        <source>The horizontal axis: optimizer.lr=log:1e-4:1, or evenly optimizer.momentum=0:0.95; for basins start[0]=LOW:HIGH.</source>
        <translation>가로축: optimizer.lr=log:1e-4:1, 또는 모멘텀을 고른 간격으로 optimizer.momentum=0:0.95. 도달 최소점은 시작점의 범위 start[0]=LOW:HIGH.</translation>
    </message>
    <message>
        <source>The keys . and , go through the four stages; slow play shows them, too.</source>
        <translation>마침표(.)와 쉼표(,) 키로 네 단계를 하나씩 봅니다. 느리게 재생해도 네 단계가 보입니다.</translation>
    </message>
    <message>
        <source>The language of what is written.</source>
        <translation>출력하는 언어.</translation>
    </message>
    <message>
        <source>The last rate.</source>
        <translation>마지막 학습률.</translation>
    </message>
    <message>
        <source>The learning rate.</source>
        <translation>학습률.</translation>
    </message>
    <message>
        <source>The least length that a step is divided by.</source>
        <translation>스텝을 나누는 가장 작은 길이.</translation>
    </message>
    <message>
        <source>The least √v, and the least size of w.</source>
        <translation>√v의 최솟값과 w 크기의 최솟값.</translation>
    </message>
    <message>
        <source>The length of each step in each parameter.</source>
        <translation>각 매개변수에서 각 스텝의 길이.</translation>
    </message>
    <message>
        <source>The length of the first step in each parameter.</source>
        <translation>각 매개변수에서 첫 스텝의 길이.</translation>
    </message>
    <message>
        <source>The lessons are the figures of the lecture, in order. In Help are all keys, and this tour.</source>
        <translation>실습에는 강의의 그림이 차례대로 있습니다. 도움말에는 모든 단축키와 이 둘러보기가 있습니다.</translation>
    </message>
    <message>
        <source>The longest step in each parameter.</source>
        <translation>각 매개변수에서 가장 긴 스텝.</translation>
    </message>
    <message>
        <source>The loss climbs without end: uphill, this function has no top.</source>
        <translation>손실이 끝없이 커집니다. 이 함수에는 꼭대기가 없습니다.</translation>
    </message>
    <message>
        <source>The loss falls without end: at step {at} the learning rate {lr} is over the stability limit {limit}, and the steps left the valley. Smaller steps stay.</source>
        <translation>손실이 끝없이 줄어듭니다. 스텝 {at}에서 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어 골짜기를 벗어났습니다. 스텝이 더 작으면 골짜기에 머뭅니다.</translation>
    </message>
    <message>
        <source>The loss falls without end: the steps left the valley, and there is no minimum this way. Smaller steps stay.</source>
        <translation>손실이 끝없이 줄어듭니다. 골짜기를 벗어났고, 이쪽에는 최소점이 없습니다. 스텝이 더 작으면 골짜기에 머뭅니다.</translation>
    </message>
    <message>
        <source>The loss falls without end: there is no minimum this way, and no learning rate helps.</source>
        <translation>손실이 끝없이 줄어듭니다. 이쪽에는 최소점이 없어, 학습률을 바꾸어도 멈추지 않습니다.</translation>
    </message>
    <message>
        <source>The loss for --value steps; else the one at which the experiment stops.</source>
        <translation>--value steps에서 스텝을 셀 목표 손실. 적지 않으면 실험이 멈추는 손실입니다.</translation>
    </message>
    <message>
        <source>The loss has no finite value anywhere here.</source>
        <translation>여기서는 손실이 유한한 값을 갖는 곳이 없습니다.</translation>
    </message>
    <message>
        <source>The loss is infinite on {share} % of the picture, which is left blank.</source>
        <translation>그림의 {share} %에서 손실이 무한대여서 비워 두었습니다.</translation>
    </message>
    <message>
        <source>The loss is infinite or not a real number on {share} % of the picture, which is left blank.</source>
        <translation>그림의 {share} %에서 손실이 무한대이거나 실수가 아니어서 비워 두었습니다.</translation>
    </message>
    <message>
        <source>The loss is not a real number on {share} % of the picture, which is left blank.</source>
        <translation>그림의 {share} %에서 손실이 실수가 아니어서 비워 두었습니다.</translation>
    </message>
    <message>
        <source>The loss is {value} everywhere here: no way leads down.</source>
        <translation>여기서는 손실이 어디서나 {value}입니다. 내려갈 길이 없습니다.</translation>
    </message>
    <message>
        <source>The loss or its gradient is not finite at the start.</source>
        <translation>시작점에서 손실이나 그레이디언트가 유한하지 않습니다.</translation>
    </message>
    <message>
        <source>The loss oscillates faster than this picture can show: zoom in.</source>
        <translation>손실이 픽셀보다 촘촘하게 진동합니다. 확대하면 실제 모양이 보입니다.</translation>
    </message>
    <message>
        <source>The loss that --value steps counts to; else the experiment's own.</source>
        <translation>--value steps에서 스텝을 셀 목표 손실. 없으면 실험에 적힌 값입니다.</translation>
    </message>
    <message>
        <source>The lower end must be below the upper one.</source>
        <translation>아래 끝은 위 끝보다 작아야 합니다.</translation>
    </message>
    <message>
        <source>The lowest momentum.</source>
        <translation>가장 작은 모멘텀.</translation>
    </message>
    <message>
        <source>The lowest rate.</source>
        <translation>가장 낮은 학습률.</translation>
    </message>
    <message>
        <source>The minimum that each start arrives in, the loss over rate and step, or a phase diagram: one value of the run over two values of its experiment.</source>
        <translation>시작점마다 도달하는 최소점, 학습률과 스텝에 따른 손실, 또는 상도표(실험의 두 값에 따른 결과 하나).</translation>
    </message>
    <message>
        <source>The name of a data set that comes with gdviz.</source>
        <translation>gdviz에 들어 있는 데이터의 이름.</translation>
    </message>
    <message>
        <source>The name of the target column.</source>
        <translation>목푯값 열의 이름.</translation>
    </message>
    <message>
        <source>The names of the feature columns.</source>
        <translation>특성 열의 이름.</translation>
    </message>
    <message>
        <source>The names of the weights.</source>
        <translation>가중치의 이름.</translation>
    </message>
    <message>
        <source>The newest square counts t^δ: less and less.</source>
        <translation>최근 제곱의 비중 t^δ: 점점 작아집니다.</translation>
    </message>
    <message>
        <source>The part of the plane that is drawn first.</source>
        <translation>처음에 그리는 범위입니다.</translation>
    </message>
    <message>
        <source>The paths are still being computed: try again in a moment.</source>
        <translation>경로를 아직 계산하고 있습니다. 잠시 뒤에 다시 눌러 보세요.</translation>
    </message>
    <message>
        <source>The picture could not be written: {reason}.</source>
        <translation>그림을 저장하지 못했습니다: {reason}.</translation>
    </message>
    <message>
        <source>The plane of the picture: what spans it, and through which point</source>
        <translation>그림의 평면: 무엇이 펼치고 어느 점을 지나는지 고릅니다</translation>
    </message>
    <message>
        <source>The polynomial of Newton-Schulz.</source>
        <translation>뉴턴-슐츠 다항식.</translation>
    </message>
    <message>
        <source>The rate is halved after 1/r.</source>
        <translation>1/r 뒤에 학습률이 절반이 됩니다.</translation>
    </message>
    <message>
        <source>The relief is made of {columns} × {rows} pixels, {inch} to an inch.</source>
        <translation>입체 그림은 {columns} × {rows}픽셀이며, 1인치에 {inch}개입니다.</translation>
    </message>
    <message>
        <source>The rule of the updates.</source>
        <translation>갱신 규칙.</translation>
    </message>
    <message>
        <source>The run came to rest on a plateau: no slope is left to follow. The loss is {loss}.</source>
        <translation>평지에서 멈췄습니다. 따라갈 기울기가 남아 있지 않습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run came to rest where it is flat one way: a valley of minima, or one minimum flatter than a parabola. The loss is {loss}.</source>
        <translation>한 방향으로 평평한 곳에서 멈췄습니다. 최소점이 이어진 골짜기이거나, 포물선보다 평평한 최소점입니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run converged to a local minimum at {w}. The loss is {loss}. A better minimum, {better}, is {away} away, its loss {gap} lower.</source>
        <translation>지역 최소점 {w}에 수렴했습니다. 손실은 {loss}입니다. 더 낮은 최소점 {better}까지의 거리는 {away}이고, 그곳의 손실이 {gap}만큼 더 낮습니다.</translation>
    </message>
    <message>
        <source>The run converged to a local minimum at {w}. The loss is {loss}. The global minimum, {better}, is {away} away, its loss {gap} lower.</source>
        <translation>지역 최소점 {w}에 수렴했습니다. 손실은 {loss}입니다. 전역 최소점 {better}까지의 거리는 {away}이고, 그곳의 손실이 {gap}만큼 더 낮습니다.</translation>
    </message>
    <message>
        <source>The run converged to a minimum at {w}.</source>
        <translation>최소점 가운데 하나인 {w}에 수렴했습니다.</translation>
    </message>
    <message>
        <source>The run converged to a minimum at {w}. It is {distance} away, and the loss is {excess} above.</source>
        <translation>최소점 가운데 하나인 {w}에 수렴했습니다. 그 최소점까지의 거리는 {distance}, 손실의 차이는 {excess}입니다.</translation>
    </message>
    <message>
        <source>The run converged to the minimum at {w}.</source>
        <translation>최소점 {w}에 수렴했습니다.</translation>
    </message>
    <message>
        <source>The run converged to the minimum at {w}. It is {distance} away, and the loss is {excess} above.</source>
        <translation>최소점 {w}에 수렴했습니다. 최소점까지의 거리는 {distance}, 손실의 차이는 {excess}입니다.</translation>
    </message>
    <message>
        <source>The run converged to the top at {w}.</source>
        <translation>꼭대기 {w}에 수렴했습니다.</translation>
    </message>
    <message>
        <source>The run converged to {w}, where loss and weight decay balance. The loss is {loss}.</source>
        <translation>손실과 가중치 감쇠가 균형을 이루는 {w}에 수렴했습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run diverged after step {step}: the next numbers are not finite.</source>
        <translation>스텝 {step} 다음에 발산했습니다. 다음 값이 유한하지 않습니다.</translation>
    </message>
    <message>
        <source>The run diverged after step {step}: the next one leads to where the loss has no finite value. The loss is {loss}.</source>
        <translation>스텝 {step} 다음에 발산했습니다. 다음 스텝은 손실이 유한하지 않은 곳으로 갑니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run diverged: at step {at} the learning rate {lr} is over the stability limit {limit}.</source>
        <translation>스텝 {at}에서 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어 발산했습니다.</translation>
    </message>
    <message>
        <source>The run diverged: at step {at} the learning rate {lr} is over the stability limit {limit}. The sharpness there is {sharpness}.</source>
        <translation>스텝 {at}에서 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어 발산했습니다. 그곳의 날카로움은 {sharpness}입니다.</translation>
    </message>
    <message>
        <source>The run diverged: the batches drive the loss from {first} up to {loss}. The rate is too large for them.</source>
        <translation>배치의 잡음 때문에 손실이 {first}에서 {loss}까지 커져 발산했습니다. 배치에 비해 학습률이 너무 큽니다.</translation>
    </message>
    <message>
        <source>The run does not move: on this plateau the slope is too small for a step. The loss is {loss}.</source>
        <translation>움직이지 않습니다. 이 평지의 기울기는 한 스텝을 가기에도 너무 작습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run ended after step {step}: the schedule's rate is not finite at the next.</source>
        <translation>스텝 {step} 뒤에 끝났습니다. 다음 스텝에서 스케줄의 학습률이 유한하지 않습니다.</translation>
    </message>
    <message>
        <source>The run has come down all but a millionth of the way, and what is left is nearly level. The loss is {loss}.</source>
        <translation>백만분의 일만 남기고 다 내려왔고, 남은 곳은 거의 평평합니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run is as low as this rate gets: the gradients' noise keeps it moving. The loss is {loss}.</source>
        <translation>잡음 바닥입니다. 그레이디언트의 잡음 때문에 이 학습률로는 더 내려가지 않습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run is at its noise floor: the gradients' noise keeps the loss {excess} above its minimum, on average over the last quarter. Theory says {predicted}.</source>
        <translation>잡음 바닥입니다. 그레이디언트의 잡음 때문에 손실이 최소점보다 높은 곳에 머뭅니다. 마지막 4분의 1에서 그 차이는 평균 {excess}, 이론값은 {predicted}입니다.</translation>
    </message>
    <message>
        <source>The run is at the edge of stability: the learning rate {lr} is on average {percent} % of its stability limit. The loss rises at {share} % of the last {steps} steps, yet it falls over them. The loss is {loss}.</source>
        <translation>안정성의 경계(edge of stability)에 있습니다. 학습률 {lr}은(는) 평균하면 안정 한계의 {percent} %입니다. 마지막 {steps}스텝 가운데 {share} %에서 손실이 오르지만, 전체로는 줄어듭니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run is at the edge of stability: the learning rate {lr} is on average {percent} % of its stability limit. Uphill the loss falls at {share} % of the last {steps} steps, yet it rises over them. The loss is {loss}.</source>
        <translation>안정성의 경계(edge of stability)에 있습니다. 학습률 {lr}은(는) 평균하면 안정 한계의 {percent} %입니다. 오르막을 가는 마지막 {steps}스텝 가운데 {share} %에서 손실이 줄지만, 전체로는 늘어납니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run is on a saddle at {w}: one way leads up, another down, and the gradient is zero.</source>
        <translation>안장점 {w}에 있습니다. 한 방향은 오르막, 다른 방향은 내리막이고 그레이디언트가 0입니다.</translation>
    </message>
    <message>
        <source>The run is on the top at {w}: every way leads down, but the gradient is zero.</source>
        <translation>꼭대기 {w}에 있습니다. 모든 방향이 내리막이지만 그레이디언트가 0입니다.</translation>
    </message>
    <message>
        <source>The run is still climbing. The loss is {loss}.</source>
        <translation>아직 올라가는 중입니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run is still descending. The loss is {loss}, the length of the gradient {gradient}. It needs more steps or a larger rate.</source>
        <translation>아직 내려가는 중입니다. 손실은 {loss}, 그레이디언트의 길이는 {gradient}입니다. 더 많은 스텝이나 더 큰 학습률이 필요합니다.</translation>
    </message>
    <message>
        <source>The run is still descending. The loss is {loss}, the length of the gradient {gradient}. This function has no lowest value to arrive at.</source>
        <translation>아직 내려가는 중입니다. 손실은 {loss}, 그레이디언트의 길이는 {gradient}입니다. 이 함수에는 도달할 최솟값이 없습니다.</translation>
    </message>
    <message>
        <source>The run is still descending: 99 % of the way is done. It needs about {more} at this rate for all but a millionth of it.</source>
        <translation>아직 내려가는 중입니다. 전체의 99 %를 내려왔습니다. 이 학습률로 백만분의 일만 남기려면 약 {more} 더 필요합니다.</translation>
    </message>
    <message>
        <source>The run is still descending: 99 % of the way is done. The loss is {loss}, {excess} above its minimum.</source>
        <translation>아직 내려가는 중입니다. 전체의 99 %를 내려왔습니다. 손실은 {loss}이고, 최소점보다 {excess}만큼 높습니다.</translation>
    </message>
    <message>
        <source>The run is still descending: it needs about {more} at this rate for 99 % of the way down. The loss is {loss}.</source>
        <translation>아직 내려가는 중입니다. 이 학습률로 전체의 99 %를 내려가려면 약 {more} 더 필요합니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run is still descending: it passed loss {low} at step {at} and is on its way up again, at {loss}. More steps bring it back.</source>
        <translation>아직 내려가는 중입니다. 스텝 {at}에서 손실 {low}을(를) 지났고, 지금은 {loss}까지 다시 올랐습니다. 스텝이 더 있으면 되돌아옵니다.</translation>
    </message>
    <message>
        <source>The run is too slow: after {made} steps it needs about {steps} more steps at this rate for 99 % of the way.</source>
        <translation>너무 느립니다. {made}스텝을 갔지만, 이 학습률로 전체의 99 %를 내려가려면 약 {steps}스텝 더 필요합니다.</translation>
    </message>
    <message>
        <source>The run is too slow: after {made} steps it needs about {steps} more steps at this rate for 99 % of the way. Here a rate is stable up to {limit}.</source>
        <translation>너무 느립니다. {made}스텝을 갔지만, 이 학습률로 전체의 99 %를 내려가려면 약 {steps}스텝 더 필요합니다. 이곳의 안정 한계는 {limit}입니다.</translation>
    </message>
    <message>
        <source>The run is too slow: after {made} steps it needs more than {steps} more steps at this rate for 99 % of the way.</source>
        <translation>너무 느립니다. {made}스텝을 갔지만 이 학습률로는 {steps}스텝 넘게 더 필요합니다.</translation>
    </message>
    <message>
        <source>The run oscillates: each step crosses the valley, the next comes back. The loss stays at {loss}.</source>
        <translation>진동합니다. 스텝마다 골짜기를 가로질렀다가 되돌아옵니다. 손실은 {loss} 그대로입니다.</translation>
    </message>
    <message>
        <source>The run oscillates: each step crosses the valley. The loss stays between {low} and {high}.</source>
        <translation>진동합니다. 스텝마다 골짜기를 가로지르고, 손실은 {low}과(와) {high} 사이에 머뭅니다.</translation>
    </message>
    <message>
        <source>The run oscillates: it goes to and fro. In the last quarter of its steps the loss was between {low} and {high}.</source>
        <translation>진동합니다. 이리저리 오가며, 마지막 4분의 1 스텝에서 손실은 {low}과(와) {high} 사이였습니다.</translation>
    </message>
    <message>
        <source>The run oscillates: it is back at the same place every {period} steps. The loss stays at {loss}.</source>
        <translation>진동합니다. {period}스텝마다 같은 자리로 돌아옵니다. 손실은 {loss} 그대로입니다.</translation>
    </message>
    <message>
        <source>The run oscillates: it is back at the same place every {period} steps. The loss stays between {low} and {high}.</source>
        <translation>진동합니다. {period}스텝마다 같은 자리로 돌아옵니다. 손실은 {low}과(와) {high} 사이에 머뭅니다.</translation>
    </message>
    <message>
        <source>The run overshoots: at step {at} the learning rate {lr} is over the stability limit {limit}. Each step crosses the valley, and the swings grow. The loss is {loss}.</source>
        <translation>오버슈팅입니다. 스텝 {at}에서 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘었습니다. 스텝마다 골짜기를 가로지르고 그 폭이 점점 커집니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run overshoots: each step crosses the valley, yet the loss falls. The loss is {loss}.</source>
        <translation>오버슈팅입니다. 스텝마다 골짜기를 가로지르지만 손실은 줄어 {loss}이(가) 되었습니다.</translation>
    </message>
    <message>
        <source>The run overshoots: the steps are too long for this valley. The loss jumps between {low} and {high}.</source>
        <translation>오버슈팅입니다. 이 골짜기에는 스텝이 너무 커서 손실이 {low}과(와) {high} 사이를 오갑니다.</translation>
    </message>
    <message>
        <source>The run overshoots: the steps threw it out of its valley. The loss jumps between {low} and {high}.</source>
        <translation>오버슈팅입니다. 스텝이 너무 커서 골짜기를 벗어났고, 손실이 {low}과(와) {high} 사이를 오갑니다.</translation>
    </message>
    <message>
        <source>The run overshot: at step {at} the learning rate {lr} is over the stability limit {limit}, and the steps left the valley. The loss is {loss}.</source>
        <translation>오버슈팅입니다. 스텝 {at}에서 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어 골짜기를 벗어났습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run overshot: the steps ended higher than they began. The loss is {loss}, at the start it was {start}.</source>
        <translation>오버슈팅입니다. 스텝이 너무 커서 시작점보다 높은 곳에서 끝났습니다. 손실은 시작점에서 {start}, 끝에서 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run overshot: the steps ended lower than they began. The loss is {loss}, at the start it was {start}.</source>
        <translation>오버슈팅입니다. 스텝이 너무 커서 시작점보다 낮은 곳에서 끝났습니다. 손실은 시작점에서 {start}, 끝에서 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run overshot: the steps left the valley for where the loss falls without end. Smaller steps stay.</source>
        <translation>오버슈팅입니다. 골짜기를 벗어나 손실이 끝없이 줄어드는 곳으로 넘어갔습니다. 스텝이 더 작으면 골짜기에 머뭅니다.</translation>
    </message>
    <message>
        <source>The run stopped after step {step}: at {w} the gradient is not finite. The loss is {loss}.</source>
        <translation>스텝 {step} 다음에 멈췄습니다. {w}에서 그레이디언트가 유한하지 않습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run stopped: the experiment's own condition is met. The loss is {loss}.</source>
        <translation>실험의 중단 조건을 만족해 멈췄습니다. 손실은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run walks uphill: the rule seeks where the slope is 0, and here that is a top or a saddle. The loss is {loss}, at the start it was {start}.</source>
        <translation>오르막을 오르고 있습니다. 이 방법은 기울기가 0인 곳을 찾는데, 여기서는 꼭대기나 안장점입니다. 손실은 시작점에서 {start}, 지금은 {loss}입니다.</translation>
    </message>
    <message>
        <source>The run whose value is taken, counted from 0.</source>
        <translation>값을 얻을 실행의 번호. 0부터 셉니다.</translation>
    </message>
    <message>
        <source>The same rate all the way.</source>
        <translation>학습률이 처음부터 끝까지 같습니다.</translation>
    </message>
    <message>
        <source>The same seed shuffles the samples in the same way.</source>
        <translation>시드(seed)가 같으면 샘플을 섞는 순서도 같습니다.</translation>
    </message>
    <message>
        <source>The samples, the batches of an epoch and the stages of an update, large; it needs data: File, Open data</source>
        <translation>샘플, 한 에포크의 배치, 갱신의 네 단계를 크게 보여 줍니다. 데이터가 있어야 합니다: 파일, 데이터 열기</translation>
    </message>
    <message>
        <source>The schedules, without a unit of their own.</source>
        <translation>스케줄 목록. 각자의 단위는 없습니다.</translation>
    </message>
    <message>
        <source>The seed of shuffling and noise.</source>
        <translation>섞기와 잡음의 시드.</translation>
    </message>
    <message>
        <source>The share of Newton's step that is taken; 1 is all of it.</source>
        <translation>뉴턴 스텝에서 실제로 가는 비율. 1이면 전부입니다.</translation>
    </message>
    <message>
        <source>The share of Newton's step that is tried first.</source>
        <translation>뉴턴 스텝에서 처음 시도하는 비율.</translation>
    </message>
    <message>
        <source>The share of it that the rate rises.</source>
        <translation>그중 학습률이 커지는 비율.</translation>
    </message>
    <message>
        <source>The share of the fall that the slope promises.</source>
        <translation>기울기로 예상한 감소량 가운데 요구하는 비율.</translation>
    </message>
    <message>
        <source>The share of the last step that is kept.</source>
        <translation>직전 스텝을 남기는 비율(momentum).</translation>
    </message>
    <message>
        <source>The share of the learning rate that the warm-up begins with.</source>
        <translation>웜업을 시작하는 학습률의 비율.</translation>
    </message>
    <message>
        <source>The share of the new gradient that momentum leaves out.</source>
        <translation>새 그레이디언트를 모멘텀에 더할 때 덜어 내는 비율(dampening).</translation>
    </message>
    <message>
        <source>The shortest and the longest step.</source>
        <translation>가장 짧은 스텝과 가장 긴 스텝.</translation>
    </message>
    <message>
        <source>The sides of the domain are too far apart for equal scales.</source>
        <translation>범위의 두 변 길이가 너무 달라 축척을 같게 할 수 없습니다.</translation>
    </message>
    <message>
        <source>The size of pictures and films in pixels.</source>
        <translation>그림과 동영상의 크기(픽셀).</translation>
    </message>
    <message>
        <source>The space bar plays, the arrow keys go step by step. Drag the playhead to go to any step.</source>
        <translation>스페이스 키로 재생하고, 화살표 키로 한 스텝씩 옮깁니다. 재생 위치를 끌면 어느 스텝으로든 갑니다.</translation>
    </message>
    <message>
        <source>The standard deviation of each cloud.</source>
        <translation>각 무리의 표준편차.</translation>
    </message>
    <message>
        <source>The standard deviation of the Gaussian noise.</source>
        <translation>가우스 잡음의 표준편차.</translation>
    </message>
    <message>
        <source>The step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>The step that a picture shows, with the playhead there, and with which a film ends; else the last.</source>
        <translation>그림이 보여 줄 스텝으로, 그 자리에 재생 위치도 표시합니다. 동영상은 이 스텝에서 끝납니다. 기본값은 마지막 스텝입니다.</translation>
    </message>
    <message>
        <source>The step that is tried first, times the gradient.</source>
        <translation>처음 시도하는 스텝. 그레이디언트에 곱합니다.</translation>
    </message>
    <message>
        <source>The step that is tried first; 1 is natural.</source>
        <translation>처음 시도하는 스텝. 자연스러운 값은 1.</translation>
    </message>
    <message>
        <source>The step's share of the parameters' size, while 1/√t is larger.</source>
        <translation>매개변수 크기에 대한 스텝의 비율. 1/√t 값이 더 클 때 씁니다.</translation>
    </message>
    <message>
        <source>The surface</source>
        <translation>곡면</translation>
    </message>
    <message>
        <source>The surface as a relief, large, to turn with the mouse; only with two parameters or more</source>
        <translation>손실 곡면을 입체로 크게 보입니다. 마우스로 돌릴 수 있고, 매개변수가 2개 이상일 때만 됩니다</translation>
    </message>
    <message>
        <source>The surface, large, with the path, and the arithmetic of the step beside it</source>
        <translation>손실 곡면과 경로를 크게 보이고, 옆에 스텝의 계산을 둡니다</translation>
    </message>
    <message>
        <source>The table tells the first step with a loss of at most this; empty: 1 % of the way down is left.</source>
        <translation>표에는 손실이 처음 이 값 이하가 된 스텝이 나옵니다. 비우면 내려갈 길이 1 % 남은 손실입니다.</translation>
    </message>
    <message>
        <source>The update after which points are averaged.</source>
        <translation>점의 평균을 시작하는 갱신.</translation>
    </message>
    <message>
        <source>The value far to the right.</source>
        <translation>오른쪽 끝에서의 값.</translation>
    </message>
    <message>
        <source>The whole record would take {whole} GB of memory: one step of {stride} is kept ({kept} GB)</source>
        <translation>전체 기록에 필요한 메모리: {whole} GB. {stride}스텝에 하나만 남깁니다({kept} GB)</translation>
    </message>
    <message>
        <source>The window's colours.</source>
        <translation>창의 색.</translation>
    </message>
    <message>
        <source>The worked example</source>
        <translation>강의의 예제</translation>
    </message>
    <message>
        <source>There is nothing for it to do now.</source>
        <translation>지금은 할 것이 없습니다.</translation>
    </message>
    <message>
        <source>This is a catapult: with the learning rate {lr} over the stability limit {limit} the loss was thrown from {low} to {high} at step {step}. The run came to rest at {w}, flatter. The loss is {loss}, and the sharpness went from {before} to {after}.</source>
        <translation>캐터펄트(catapult)입니다. 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어, 스텝 {step}에서 손실이 {low}에서 {high}까지 튀어 올랐습니다. 그 뒤 더 평평한 {w}에 자리 잡았습니다. 손실은 {loss}입니다. 날카로움은 {before}에서 {after}(으)로 바뀌었습니다.</translation>
    </message>
    <message>
        <source>This is a catapult: with the learning rate {lr} over the stability limit {limit} the loss was thrown from {low} to {high} at step {step}. The run came to rest at {w}, lower and flatter. The loss is {loss}, and the sharpness went from {before} to {after}.</source>
        <translation>캐터펄트(catapult)입니다. 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어, 스텝 {step}에서 손실이 {low}에서 {high}까지 튀어 올랐습니다. 그 뒤 더 낮고 더 평평한 {w}에 자리 잡았습니다. 손실은 {loss}입니다. 날카로움은 {before}에서 {after}(으)로 바뀌었습니다.</translation>
    </message>
    <message>
        <source>This is a catapult: with the learning rate {lr} over the stability limit {limit} the loss was thrown from {low} to {high} at step {step}. The run came to rest at {w}, lower. The loss is {loss}, and the sharpness went from {before} to {after}.</source>
        <translation>캐터펄트(catapult)입니다. 학습률 {lr}이(가) 안정 한계 {limit}을(를) 넘어, 스텝 {step}에서 손실이 {low}에서 {high}까지 튀어 올랐습니다. 그 뒤 더 낮은 {w}에 자리 잡았습니다. 손실은 {loss}입니다. 날카로움은 {before}에서 {after}(으)로 바뀌었습니다.</translation>
    </message>
    <message>
        <source>This needs two parameters: a curve has only two directions.</source>
        <translation>매개변수가 2개일 때 쓸 수 있습니다. 곡선에는 방향이 둘뿐입니다.</translation>
    </message>
    <message>
        <source>This problem has no samples: choose one with data first.</source>
        <translation>이 문제에는 샘플이 없습니다. 데이터가 있는 문제를 먼저 고르세요.</translation>
    </message>
    <message>
        <source>Three optimizers on one surface</source>
        <translation>한 곡면 위의 세 옵티마이저</translation>
    </message>
    <message>
        <source>Three phases</source>
        <translation>세 단계</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>문턱값</translation>
    </message>
    <message>
        <source>Threshold mode</source>
        <translation>문턱값 방식</translation>
    </message>
    <message>
        <source>Through the current point</source>
        <translation>현재 점을 지나게</translation>
    </message>
    <message>
        <source>Through the minimum</source>
        <translation>최소점을 지나게</translation>
    </message>
    <message>
        <source>Time scale</source>
        <translation>시간 척도</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>To factor</source>
        <translation>끝 배율</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>심볼릭 링크가 너무 여러 단계이거나 자기 자신을 가리킵니다</translation>
    </message>
    <message>
        <source>Tries the rate, and shortens the step until the loss has fallen enough.</source>
        <translation>학습률만큼 가 보고, 손실이 충분히 줄 때까지 스텝을 줄입니다.</translation>
    </message>
    <message>
        <source>Turns it off.</source>
        <translation>끕니다.</translation>
    </message>
    <message>
        <source>Turns the sign: climbs instead of descending.</source>
        <translation>부호를 바꿉니다. 내려가지 않고 올라갑니다.</translation>
    </message>
    <message>
        <source>Two classes, parted by a line or plane: binary cross-entropy.</source>
        <translation>직선이나 평면으로 나누는 두 클래스: 이진 교차 엔트로피.</translation>
    </message>
    <message>
        <source>Two clusters</source>
        <translation>두 무리</translation>
    </message>
    <message>
        <source>Two moons</source>
        <translation>두 초승달</translation>
    </message>
    <message>
        <source>Two parameters</source>
        <translation>매개변수 2개</translation>
    </message>
    <message>
        <source>Type a number, such as 0.01 or 1e-2.</source>
        <translation>수를 입력하세요. 예: 0.01, 1e-2</translation>
    </message>
    <message>
        <source>Type a whole number, such as 100 or 1e4.</source>
        <translation>정수를 입력하세요. 예: 100, 1e4</translation>
    </message>
    <message>
        <source>Type a whole number; {got} has a fraction.</source>
        <translation>정수를 입력하세요. 소수 부분이 있는 값: {got}</translation>
    </message>
    <message>
        <source>Unsaved changes cannot be kept for a crash: {why}</source>
        <translation>저장하지 않은 변경 내용을 비상용으로 보관할 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>Up and down between two rates, which replace the optimizer's.</source>
        <translation>두 학습률 사이를 오르내립니다. 옵티마이저의 학습률을 대신합니다.</translation>
    </message>
    <message>
        <source>Up to a large rate and down again, once; it replaces the optimizer's rate.</source>
        <translation>큰 학습률까지 올랐다가 한 번 내려옵니다. 옵티마이저의 학습률을 대신합니다.</translation>
    </message>
    <message>
        <source>Up: {name}</source>
        <translation>세로축: {name}</translation>
    </message>
    <message>
        <source>Uphill</source>
        <translation>오르막</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Use {method}</source>
        <translation>{method} 쓰기</translation>
    </message>
    <message>
        <source>Variant {n}</source>
        <translation>변형 {n}</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>웜업</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>가중치 감쇠</translation>
    </message>
    <message>
        <source>Weight decay shrinks w past the rule, as in AdamW.</source>
        <translation>AdamW처럼 가중치 감쇠가 갱신 규칙과 따로 w 값을 줄입니다.</translation>
    </message>
    <message>
        <source>What a figure or view is for: a slide 16:9, one column of a paper (89 mm), or two (183 mm).</source>
        <translation>그림의 용도입니다. 16:9 슬라이드, 논문 1단(89 mm), 논문 2단(183 mm) 가운데 고릅니다.</translation>
    </message>
    <message>
        <source>What a phase diagram shows of each run.</source>
        <translation>상도표가 실행마다 보여 주는 것.</translation>
    </message>
    <message>
        <source>What a step that is too long is multiplied by.</source>
        <translation>너무 긴 스텝에 곱하는 값.</translation>
    </message>
    <message>
        <source>What computes.</source>
        <translation>계산 장치.</translation>
    </message>
    <message>
        <source>What goes up; for basins start[1]=LOW:HIGH.</source>
        <translation>세로축. 도달 최소점은 시작점의 범위 start[1]=LOW:HIGH.</translation>
    </message>
    <message>
        <source>What is computed is set here. Slide the learning rate: a small one creeps along, a large one overshoots.</source>
        <translation>무엇을 계산할지 여기서 정합니다. 학습률을 밀어 보세요. 작으면 느리게 내려가고, 크면 오버슈팅합니다.</translation>
    </message>
    <message>
        <source>What is taken of each run: its last loss, the steps to --target, its verdict, the sharpness at its end.</source>
        <translation>실행마다 얻을 값: 마지막 손실, --target까지의 스텝, 판정, 끝점의 날카로움.</translation>
    </message>
    <message>
        <source>What pictures and films show: the window, a figure of its views, one view.</source>
        <translation>그림과 동영상에 담을 것입니다. 창 전체, 여러 보기를 모은 그림, 보기 하나 가운데 고릅니다.</translation>
    </message>
    <message>
        <source>What the rate is multiplied by at each drop.</source>
        <translation>낮아질 때마다 학습률에 곱하는 값.</translation>
    </message>
    <message>
        <source>What the rate is multiplied by at first.</source>
        <translation>처음에 학습률에 곱하는 값.</translation>
    </message>
    <message>
        <source>What the rate is multiplied by each time; above 1 it grows.</source>
        <translation>매번 학습률에 곱하는 값. 1보다 크면 커집니다.</translation>
    </message>
    <message>
        <source>What the sum of squares starts from.</source>
        <translation>제곱의 합이 시작하는 값.</translation>
    </message>
    <message>
        <source>What the window is about</source>
        <translation>화면 구성</translation>
    </message>
    <message>
        <source>What y gains for 1 of x.</source>
        <translation>x가 1 늘 때 y가 느는 양.</translation>
    </message>
    <message>
        <source>When the end is reached.</source>
        <translation>마지막 값에 도달하는 시점.</translation>
    </message>
    <message>
        <source>When the lowest rate is reached; beyond it the rate rises again.</source>
        <translation>가장 낮은 학습률에 도달하는 시점. 그 뒤에는 다시 커집니다.</translation>
    </message>
    <message>
        <source>When the next schedule takes over, in rising order.</source>
        <translation>다음 스케줄로 넘어가는 시점, 커지는 순서.</translation>
    </message>
    <message>
        <source>When the rate drops, in rising order.</source>
        <translation>학습률을 낮추는 시점, 커지는 순서.</translation>
    </message>
    <message>
        <source>Where the path begins.</source>
        <translation>경로가 시작하는 점.</translation>
    </message>
    <message>
        <source>Where the run begins; also dragged in the surface.</source>
        <translation>경로가 시작하는 점(start). 곡면에서 끌어 옮길 수도 있습니다.</translation>
    </message>
    <message>
        <source>Where the search begins; on a bowl the result does not depend on it.</source>
        <translation>탐색을 시작하는 값. 그릇 모양에서는 결과가 이 값에 따라 달라지지 않습니다.</translation>
    </message>
    <message>
        <source>Where x begins.</source>
        <translation>x가 시작하는 곳.</translation>
    </message>
    <message>
        <source>Where x ends.</source>
        <translation>x가 끝나는 곳.</translation>
    </message>
    <message>
        <source>Whether a smaller or a larger value is better.</source>
        <translation>작은 값이 좋은지 큰 값이 좋은지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the logit has a constant b.</source>
        <translation>로짓에 절편 b를 더할지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the peaks stay, are halved each cycle, or shrink by gamma.</source>
        <translation>봉우리를 유지할지, 주기마다 절반으로 할지, γ 배로 줄일지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the prediction has a constant b.</source>
        <translation>예측에 절편 b를 더할지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the schedule counts finished epochs or steps.</source>
        <translation>스케줄을 에포크(epoch)로 셀지 스텝(step)으로 셀지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the step is scaled to the usual size of Adam's.</source>
        <translation>스텝을 Adam의 보통 크기에 맞출지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the threshold is a share of the best loss.</source>
        <translation>문턱값을 가장 좋은 손실에 대한 비율로 볼지 정합니다.</translation>
    </message>
    <message>
        <source>Whether the warm-up counts finished epochs or steps.</source>
        <translation>웜업을 에포크(epoch)로 셀지 스텝(step)으로 셀지 정합니다.</translation>
    </message>
    <message>
        <source>Which run is drawn, from 0; else the first.</source>
        <translation>그릴 실행의 번호(0부터). 없으면 첫 실행입니다.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>With answers</source>
        <translation>정답과 풀이</translation>
    </message>
    <message>
        <source>With exp_range: what the height is multiplied by each time.</source>
        <translation>exp_range 방식에서 매번 높이에 곱하는 값.</translation>
    </message>
    <message>
        <source>Write each point as k: factor, such as 0: 1, 50: 0.1.</source>
        <translation>점마다 k: 배율로 쓰세요. 예: 0: 1, 50: 0.1</translation>
    </message>
    <message>
        <source>Write the decimals after a point: {text}.</source>
        <translation>소수점은 마침표로 쓰세요: {text}</translation>
    </message>
    <message>
        <source>Writes a file of every format into the folder DIR, created if necessary.</source>
        <translation>모든 형식의 파일을 폴더 DIR에 씁니다. 폴더가 없으면 만듭니다.</translation>
    </message>
    <message>
        <source>Writes a picture, film, table or program, by its suffix; may be repeated.</source>
        <translation>확장자에 따라 그림, 동영상, 표, 프로그램을 파일로 씁니다. 여러 번 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>Writes the map: .png, .svg or .pdf a figure, .npz or .csv its numbers; may be repeated.</source>
        <translation>지도를 씁니다: .png, .svg, .pdf는 그림, .npz와 .csv는 숫자. 여러 번 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>Writes the questions of a guided lesson as a sheet to print (A4).</source>
        <translation>실습의 질문을 인쇄할 문제지(A4)로 씁니다.</translation>
    </message>
    <message>
        <source>Writes the sheet with the answers.</source>
        <translation>문제지를 정답과 함께 씁니다.</translation>
    </message>
    <message>
        <source>Writes the sheet with the numbers of a variant of the lesson; 0 has its own.</source>
        <translation>문제지를 실습의 변형에 있는 수로 씁니다. 0은 실습의 수 그대로입니다.</translation>
    </message>
    <message>
        <source>Writes the sweep: .nc, .csv or .npz; may be repeated. What is finished is kept beside the first, and the same command goes on with it.</source>
        <translation>결과를 쓸 파일: .nc, .csv, .npz. 여러 번 쓸 수 있습니다. 계산이 끝난 부분은 첫 파일 옆에 남고, 같은 명령을 다시 실행하면 이어서 계산합니다.</translation>
    </message>
    <message>
        <source>Your own function of one or two variables, with exact derivatives.</source>
        <translation>변수가 하나나 둘인 직접 쓴 함수. 미분은 정확합니다.</translation>
    </message>
    <message>
        <source>a batch of {size} does not fit into memory: its gradient is accumulated over chunks of {chunk}</source>
        <translation>크기가 {size}인 배치는 메모리에 들어가지 않아 {chunk}개씩 나누어 그레이디언트를 누적합니다</translation>
    </message>
    <message>
        <source>a class must be 0 or 1, got {got}</source>
        <translation>클래스는 0 또는 1이어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>a column of the data is called {name}; choose another name</source>
        <translation>{name}: 데이터의 열 이름입니다. 다른 이름을 고르세요</translation>
    </message>
    <message>
        <source>a comma stands only between the arguments of min and max; decimals have a point</source>
        <translation>쉼표는 min, max 함수의 인수 사이에만 쓸 수 있습니다. 소수점은 마침표로 쓰세요</translation>
    </message>
    <message>
        <source>a formula begins with $ and does not end on this line</source>
        <translation>$로 시작한 수식이 이 줄에서 끝나지 않습니다</translation>
    </message>
    <message>
        <source>a group of values</source>
        <translation>값의 묶음</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>a logarithmic range must begin above 0, got {low} to {high}</source>
        <translation>로그 범위는 0보다 큰 수에서 시작해야 합니다. 입력값: {low}~{high}</translation>
    </message>
    <message>
        <source>a map needs a rule without searches, memory of losses, or cycled momentum</source>
        <translation>지도는 탐색, 손실에 따른 학습률, 주기적 모멘텀을 쓰지 않는 방법에서만 그릴 수 있습니다</translation>
    </message>
    <message>
        <source>a map of starts needs two parameters</source>
        <translation>시작점 지도에는 매개변수가 두 개 필요합니다</translation>
    </message>
    <message>
        <source>a name has letters, digits and _ only, got {got}</source>
        <translation>이름으로 쓸 수 없습니다: {got}. 글자, 숫자, _ 문자만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>a number becomes too large</source>
        <translation>수가 너무 커집니다</translation>
    </message>
    <message>
        <source>a number may have at most {most} digits</source>
        <translation>수의 자릿수가 너무 많습니다. 최대 {most}자리</translation>
    </message>
    <message>
        <source>a number, a name or a bracket is expected before {got}</source>
        <translation>앞에 수, 이름 또는 괄호가 필요합니다: {got}</translation>
    </message>
    <message>
        <source>a phase diagram is computed in float64, as the runs of its cells</source>
        <translation>상도표는 칸의 실행과 같이 float64로 계산합니다</translation>
    </message>
    <message>
        <source>a phase diagram is computed on the processor: auto or cpu</source>
        <translation>상도표는 프로세서에서 계산합니다: auto 또는 cpu</translation>
    </message>
    <message>
        <source>a picture of the window cannot be transparent; choose another --picture</source>
        <translation>창 전체의 그림은 투명하게 만들 수 없습니다. --picture를 다른 것으로 고르세요</translation>
    </message>
    <message>
        <source>a plane separates the classes: the loss falls towards 0, which no w reaches</source>
        <translation>평면 하나로 두 클래스가 나뉩니다: 손실은 0에 다가가지만 어떤 w에서도 0이 되지 않습니다</translation>
    </message>
    <message>
        <source>a point is allowed only inside a number</source>
        <translation>마침표는 수 안에서만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>a quote is opened and never closed</source>
        <translation>닫히지 않은 따옴표가 있습니다</translation>
    </message>
    <message>
        <source>a range must rise, got {low} to {high}</source>
        <translation>범위는 작은 수에서 큰 수로 적어야 합니다. 입력값: {low}~{high}</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>a valley</source>
        <translation>골짜기</translation>
    </message>
    <message>
        <source>a value is longer than 131072 characters; is a quote left open?</source>
        <translation>값이 131072자보다 깁니다. 닫히지 않은 따옴표가 있는지 확인하세요</translation>
    </message>
    <message>
        <source>a value is missing</source>
        <translation>빠진 값이 있습니다</translation>
    </message>
    <message>
        <source>a word or a switch can only be equal (=) or not (!=)</source>
        <translation>낱말과 켜짐/꺼짐은 같은지(=) 다른지(!=)만 비교할 수 있습니다</translation>
    </message>
    <message>
        <source>a worker has another gdviz, or none: install gdviz {ours} there</source>
        <translation>gdviz의 버전이 다르거나 gdviz가 없는 워커가 있습니다. 그곳에 gdviz {ours} 버전을 설치하세요</translation>
    </message>
    <message>
        <source>a:b are the whole numbers a .. b−1, got {got}</source>
        <translation>a:b는 정수 a부터 b−1까지입니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>abs</source>
        <translation>차이(abs)</translation>
    </message>
    <message>
        <source>an NVIDIA driver answers, but CuPy is missing: python3 scripts/run.py --gpu adds it</source>
        <translation>NVIDIA 드라이버는 있지만 CuPy가 없습니다. 설치: python3 scripts/run.py --gpu</translation>
    </message>
    <message>
        <source>an error in gdviz: {what}</source>
        <translation>gdviz 오류: {what}</translation>
    </message>
    <message>
        <source>an error in gdviz: {what}; the details are in {file}</source>
        <translation>gdviz 오류: {what}. 자세한 내용: {file}</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>외 {n}개</translation>
    </message>
    <message>
        <source>and {n} more minima</source>
        <translation>그 밖의 최소점 {n}개</translation>
    </message>
    <message>
        <source>applies only to a sheet: give its file with --sheet FILE.pdf</source>
        <translation>문제지에만 씁니다. --sheet FILE.pdf로 파일을 정하세요</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>그대로입니다</translation>
    </message>
    <message>
        <source>at a saddle</source>
        <translation>안장점에 머묾</translation>
    </message>
    <message>
        <source>at most {most} parameters are possible, got {got}</source>
        <translation>매개변수는 {most}개까지 쓸 수 있습니다(지금 {got}개)</translation>
    </message>
    <message>
        <source>belongs to another run than runs[{run}], whose value is taken</source>
        <translation>값을 읽는 실행 runs[{run}] 말고 다른 실행의 값입니다</translation>
    </message>
    <message>
        <source>belongs to the person who looks: a lesson does not set it</source>
        <translation>보는 사람의 설정입니다. 실습이 바꾸지 않습니다</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>cannot be combined with --sheet: run them one after the other</source>
        <translation>--sheet와 함께 쓸 수 없습니다. 따로 실행하세요</translation>
    </message>
    <message>
        <source>cannot stand beside {flag}; give one of them</source>
        <translation>함께 쓸 수 없는 옵션: {flag}. 하나만 지정하세요</translation>
    </message>
    <message>
        <source>catapult</source>
        <translation>캐터펄트</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>칸</translation>
    </message>
    <message>
        <source>cells: {n}, names in the head: {head}</source>
        <translation>칸 {n}개, 머리글의 이름 {head}개</translation>
    </message>
    <message>
        <source>column {name} is constant: it cannot be standardised</source>
        <translation>값이 모두 같아 표준화할 수 없는 열: {name}</translation>
    </message>
    <message>
        <source>column {name} is too large to be standardised</source>
        <translation>값이 너무 커서 표준화할 수 없는 열: {name}</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>computed losses</source>
        <translation>손실 계산</translation>
    </message>
    <message>
        <source>computed on {n} kinds of machines: the last digits may differ between cells</source>
        <translation>{n}종류의 컴퓨터에서 계산했습니다. 마지막 자릿수는 칸마다 다를 수 있습니다</translation>
    </message>
    <message>
        <source>config</source>
        <translation>설정 폴더</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>converged</source>
        <translation>수렴</translation>
    </message>
    <message>
        <source>cos</source>
        <translation>코사인(cos)</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>코사인(cosine)</translation>
    </message>
    <message>
        <source>could not be computed: {why}</source>
        <translation>계산하지 못했습니다: {why}</translation>
    </message>
    <message>
        <source>data</source>
        <translation>데이터 폴더</translation>
    </message>
    <message>
        <source>differs from the schedule's: ask for the rate by step</source>
        <translation>스케줄의 단위와 다릅니다. 학습률은 스텝으로 물으세요</translation>
    </message>
    <message>
        <source>display</source>
        <translation>디스플레이</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>diverges</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>does not load: {why}</source>
        <translation>불러오기 실패: {why}</translation>
    </message>
    <message>
        <source>does not move the playhead</source>
        <translation>재생 위치는 옮기지 않습니다</translation>
    </message>
    <message>
        <source>does not reach the loss {target}</source>
        <translation>손실 {target}에 도달하지 못함</translation>
    </message>
    <message>
        <source>does not work: {why}</source>
        <translation>동작하지 않음: {why}</translation>
    </message>
    <message>
        <source>each column may be named only once, and y is not one of x</source>
        <translation>각 열은 한 번만 쓸 수 있고, y 열은 x 열과 달라야 합니다</translation>
    </message>
    <message>
        <source>each name may be given only once: {names}</source>
        <translation>이름은 한 번씩만 쓸 수 있습니다: {names}</translation>
    </message>
    <message>
        <source>edge of stability</source>
        <translation>안정성의 경계</translation>
    </message>
    <message>
        <source>en</source>
        <translation>ko</translation>
    </message>
    <message>
        <source>every cell diverges</source>
        <translation>모든 칸이 발산합니다</translation>
    </message>
    <message>
        <source>examples</source>
        <translation>예</translation>
    </message>
    <message>
        <source>exp_range</source>
        <translation>지수(exp_range)</translation>
    </message>
    <message>
        <source>expected from slope and curvature</source>
        <translation>기울기와 곡률로 예상한 변화</translation>
    </message>
    <message>
        <source>expected from the slope</source>
        <translation>기울기로 예상한 변화</translation>
    </message>
    <message>
        <source>expected from the slope, in the batch</source>
        <translation>기울기로 예상한 변화, 이 배치</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>falls without end</source>
        <translation>끝없이 감소</translation>
    </message>
    <message>
        <source>fell by less than 0.01 %</source>
        <translation>0.01 % 미만 줄었습니다</translation>
    </message>
    <message>
        <source>fell by {share} %</source>
        <translation>{share} % 줄었습니다</translation>
    </message>
    <message>
        <source>fell by {size}</source>
        <translation>{size} 줄었습니다</translation>
    </message>
    <message>
        <source>final loss</source>
        <translation>최종 손실</translation>
    </message>
    <message>
        <source>final w</source>
        <translation>최종 w</translation>
    </message>
    <message>
        <source>finish</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>flat</source>
        <translation>평평한 골짜기</translation>
    </message>
    <message>
        <source>flat valley</source>
        <translation>평평한 골짜기</translation>
    </message>
    <message>
        <source>for an NVIDIA GPU only: python3 scripts/run.py --gpu, or pip install gdviz[gpu-cuda12]</source>
        <translation>NVIDIA GPU에서만: python3 scripts/run.py --gpu 또는 pip install gdviz[gpu-cuda12]</translation>
    </message>
    <message>
        <source>formula</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>gdviz COMMAND --help lists a command's options.</source>
        <translation>명령의 옵션: gdviz COMMAND --help</translation>
    </message>
    <message>
        <source>gdviz run and gdviz list need none</source>
        <translation>gdviz run, gdviz list 명령에는 필요 없습니다</translation>
    </message>
    <message>
        <source>gdviz shows gradient descent, step by step, run beside run.</source>
        <translation>gdviz: 경사 하강법(gradient descent)을 한 스텝씩, 여러 실행을 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>give either steps or epochs, and exactly one of them</source>
        <translation>steps(스텝), epochs(에포크) 중 하나만 지정해야 합니다</translation>
    </message>
    <message>
        <source>has no values</source>
        <translation>값이 하나도 없습니다</translation>
    </message>
    <message>
        <source>hold</source>
        <translation>계단(hold)</translation>
    </message>
    <message>
        <source>holds a number that is too long</source>
        <translation>너무 긴 수가 있습니다</translation>
    </message>
    <message>
        <source>holds already when the step begins: {found}</source>
        <translation>단계가 시작할 때 이미 참입니다: {found}</translation>
    </message>
    <message>
        <source>holds half a character (a lone surrogate)</source>
        <translation>깨진 글자가 있습니다(짝이 없는 서로게이트)</translation>
    </message>
    <message>
        <source>holds numbers too large for their squares to add up</source>
        <translation>수가 너무 커서 제곱의 합을 계산할 수 없습니다</translation>
    </message>
    <message>
        <source>in variant {number}: {why}</source>
        <translation>변형 {number}: {why}</translation>
    </message>
    <message>
        <source>install a Korean font (Debian: fonts-nanum)</source>
        <translation>한글 글꼴을 설치하세요(Debian: fonts-nanum)</translation>
    </message>
    <message>
        <source>install gdviz again</source>
        <translation>gdviz를 다시 설치하세요</translation>
    </message>
    <message>
        <source>install gdviz again, or: pip install {name}</source>
        <translation>gdviz를 다시 설치하세요. 또는: pip install {name}</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>is for a step with a question</source>
        <translation>질문이 있는 단계에만 씁니다</translation>
    </message>
    <message>
        <source>is for a step with until</source>
        <translation>until이 있는 단계에만 씁니다</translation>
    </message>
    <message>
        <source>is for kind phase alone</source>
        <translation>상도표(phase)에만 씁니다</translation>
    </message>
    <message>
        <source>is for this machine, and --scheduler for others: choose one</source>
        <translation>이 컴퓨터에서 계산할 때 쓰고, --scheduler는 다른 컴퓨터에서 계산할 때 씁니다. 하나만 고르세요</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>값이 없습니다</translation>
    </message>
    <message>
        <source>is missing: the path and the range of the axis, such as {example}</source>
        <translation>빠졌습니다. 축의 경로와 범위를 쓰세요. 예: {example}</translation>
    </message>
    <message>
        <source>is missing: the steps to which loss?</source>
        <translation>값이 없습니다. 스텝을 셀 목표 손실을 적으세요</translation>
    </message>
    <message>
        <source>is not JSON here (column {column})</source>
        <translation>이 자리가 JSON이 아닙니다({column}번째 칸)</translation>
    </message>
    <message>
        <source>is not a path of an experiment, such as optimizer.lr</source>
        <translation>optimizer.lr처럼 실험의 값을 가리키는 경로가 아닙니다</translation>
    </message>
    <message>
        <source>is not finite for all samples anywhere in the domain</source>
        <translation>정의역 어디에서도 모든 샘플에 대해 유한하지 않습니다</translation>
    </message>
    <message>
        <source>is not for kind lr, whose axes are the step and the rate</source>
        <translation>lr에는 쓰지 않습니다. 축은 스텝과 학습률입니다</translation>
    </message>
    <message>
        <source>is the right answer</source>
        <translation>바로 정답입니다</translation>
    </message>
    <message>
        <source>it has no columns</source>
        <translation>열이 없습니다</translation>
    </message>
    <message>
        <source>its columns are {found}</source>
        <translation>이 파일의 열: {found}</translation>
    </message>
    <message>
        <source>its right answers are those of the lesson: it has to change a number that is asked for</source>
        <translation>정답이 실습의 정답과 같습니다. 질문이 묻는 수가 달라져야 합니다</translation>
    </message>
    <message>
        <source>known are step (or k, iteration), lr (or learning_rate), loss, and the parameters as w, as w1, w2, .. or as w.name</source>
        <translation>쓸 수 있는 열: 스텝(=이터레이션) step(또는 k, iteration), 학습률 lr(또는 learning_rate), 손실 loss, 매개변수 w(또는 w1, w2, .. 또는 w.이름)</translation>
    </message>
    <message>
        <source>let GDVIZ_HOME name a folder that you may write to</source>
        <translation>쓸 수 있는 폴더를 GDVIZ_HOME 환경 변수에 지정하세요</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>{line}번째 줄</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>직선(linear)</translation>
    </message>
    <message>
        <source>links and pictures are not allowed</source>
        <translation>링크와 그림은 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>local minimum</source>
        <translation>지역 최소점</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그 폴더</translation>
    </message>
    <message>
        <source>loss at the end</source>
        <translation>마지막 손실</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>손실 {loss}</translation>
    </message>
    <message>
        <source>lost with its worker: {kind}: {why}</source>
        <translation>계산하던 프로세스와 함께 잃었습니다: {kind}: {why}</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>전역 최소점</translation>
    </message>
    <message>
        <source>makes numbers that are not finite</source>
        <translation>유한하지 않은 수가 나옵니다</translation>
    </message>
    <message>
        <source>many seeds at once need a problem with samples</source>
        <translation>여러 시드를 한꺼번에 계산하려면 샘플이 있는 문제여야 합니다</translation>
    </message>
    <message>
        <source>many seeds at once need a rule without a memory of losses, searches or cycled momentum</source>
        <translation>여러 시드를 한꺼번에 계산하려면 손실에 따른 학습률, 탐색, 주기적 모멘텀을 쓰지 않는 방법이어야 합니다</translation>
    </message>
    <message>
        <source>match_rms_adamw</source>
        <translation>AdamW 크기(match_rms_adamw)</translation>
    </message>
    <message>
        <source>max</source>
        <translation>최대(max)</translation>
    </message>
    <message>
        <source>min</source>
        <translation>최소(min)</translation>
    </message>
    <message>
        <source>minimum at ({place})</source>
        <translation>최소점 ({place})</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>must be (path, low, high, "log" or "linear"), got {got}</source>
        <translation>(경로, 낮은 값, 높은 값, "log" 또는 "linear")여야 합니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be 1 to {most} steps, got {got}</source>
        <translation>단계는 1~{most}개여야 하는데 {got}개입니다</translation>
    </message>
    <message>
        <source>must be JSON</source>
        <translation>JSON 형식이어야 합니다</translation>
    </message>
    <message>
        <source>must be PATH=LOW:HIGH or PATH=log:LOW:HIGH, got {got}</source>
        <translation>경로와 범위를 PATH=LOW:HIGH 또는 PATH=log:LOW:HIGH로 써야 합니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be PATH=RANGE, such as {example}, got {got}</source>
        <translation>{example}처럼 경로=범위로 적어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be WIDTHxHEIGHT in pixels, each in [16, 16384], got {got}</source>
        <translation>픽셀 단위의 가로x세로, 각각 [16, 16384] 범위여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be [lo, hi]</source>
        <translation>[lo, hi] 형식이어야 합니다</translation>
    </message>
    <message>
        <source>must be a finite number, got {got}</source>
        <translation>유한한 수여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be a first and a last step</source>
        <translation>첫 스텝과 마지막 스텝이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of 1 to {most} names</source>
        <translation>이름 1~{most}개의 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of at least one column</source>
        <translation>열이 하나 이상 있는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of at least one permutation</source>
        <translation>순열이 하나 이상 있는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of at least one point [k, factor]</source>
        <translation>점 [k, 배율]이 하나 이상 있는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of at least one row</source>
        <translation>행이 하나 이상 있는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of at least one run</source>
        <translation>실행이 하나 이상 있는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of at least one schedule</source>
        <translation>스케줄이 하나 이상 있는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of numbers, got {got}</source>
        <translation>수의 목록이어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be a list of one or two names</source>
        <translation>이름 하나 또는 둘의 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of three numbers</source>
        <translation>수 세 개의 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list of two numbers, got {got}</source>
        <translation>수 두 개의 목록이어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be a list of {n} numbers</source>
        <translation>수 {n}개의 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list, got {got}</source>
        <translation>목록이어야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>must be a name of small letters, digits and _, got {got}</source>
        <translation>영어 소문자, 숫자, _로 된 이름이어야 하는데 {got}입니다</translation>
    </message>
    <message>
        <source>must be a number, and is {what}</source>
        <translation>수여야 하는데 다른 것입니다: {what}</translation>
    </message>
    <message>
        <source>must be a number, got {got}</source>
        <translation>수여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be a permutation of 0 .. {last}</source>
        <translation>0부터 시작하는 순열이어야 합니다: 0 .. {last}</translation>
    </message>
    <message>
        <source>must be a point [k, factor], got {got}</source>
        <translation>점 [k, 배율]이어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be a square list of 1 to {most} rows</source>
        <translation>행 1 ~ {most}개의 정사각 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a value of JSON, got {got}</source>
        <translation>JSON 값이어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be a whole number up to 2^53, got {got}</source>
        <translation>2^53 이하의 정수여야 합니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be a whole number, got {got}</source>
        <translation>정수여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be about one run</source>
        <translation>실행 하나에 관한 것이어야 합니다</translation>
    </message>
    <message>
        <source>must be an object of names and numbers</source>
        <translation>이름과 수의 객체여야 합니다</translation>
    </message>
    <message>
        <source>must be an object with a kind</source>
        <translation>kind 키가 있는 객체여야 합니다</translation>
    </message>
    <message>
        <source>must be an object with std</source>
        <translation>std 키가 있는 객체여야 합니다</translation>
    </message>
    <message>
        <source>must be an object, got {got}</source>
        <translation>객체여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be another value than x</source>
        <translation>x와 다른 값이어야 합니다</translation>
    </message>
    <message>
        <source>must be at most n = {n}, got {got}</source>
        <translation>최댓값 n = {n}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be at most {most} combinations, got {got}</source>
        <translation>조합은 {most}개까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be at most {most} features, got {got}</source>
        <translation>특성은 {most}개까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be at most {most} recorded runs, got {got}</source>
        <translation>기록된 실행은 {most}개까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be at most {most} runs, got {got}</source>
        <translation>실행은 {most}개까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must be at most {name}, {most}, got {got}</source>
        <translation>최댓값 {name} = {most}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be false: {optimizer} has neither momentum nor betas</source>
        <translation>false 값이어야 합니다. 모멘텀도 베타도 없는 옵티마이저: {optimizer}</translation>
    </message>
    <message>
        <source>must be in [1, {n}], the number of samples, got {got}</source>
        <translation>허용 범위: [1, {n}] (샘플 수). 입력값: {got}</translation>
    </message>
    <message>
        <source>must be in {range}, got {got}</source>
        <translation>허용 범위: {range}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be lo:hi:N, log:lo:hi:N or a,b,c, or a:b for whole numbers; got {got}</source>
        <translation>lo:hi:N, log:lo:hi:N, a,b,c 또는 정수라면 a:b로 적어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be longer than 1e-100 and than a billionth of its ends, within ±1e100, got {lo} and {hi}</source>
        <translation>±1e100 안에 있고, 길이가 1e-100보다 크며 양 끝 값의 10억 분의 1보다 커야 합니다. 입력값: {lo}, {hi}</translation>
    </message>
    <message>
        <source>must be null: this problem has no samples</source>
        <translation>null이어야 합니다. 이 문제에는 샘플이 없습니다</translation>
    </message>
    <message>
        <source>must be one below 1 and one above, got {low} and {high}</source>
        <translation>1보다 작은 수와 큰 수가 하나씩 필요합니다. 입력값: {low}, {high}</translation>
    </message>
    <message>
        <source>must be one condition or more</source>
        <translation>조건이 하나 이상이어야 합니다</translation>
    </message>
    <message>
        <source>must be one field or more</source>
        <translation>칸이 하나 이상이어야 합니다</translation>
    </message>
    <message>
        <source>must be one of {known}, got {got}</source>
        <translation>다음 중 하나여야 합니다: {known}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be symmetric: {a} here, {b} across</source>
        <translation>대칭이어야 합니다. 이 자리: {a}, 맞은편: {b}</translation>
    </message>
    <message>
        <source>must be tcp://HOST:PORT or tls://HOST:PORT, got {got}</source>
        <translation>tcp://HOST:PORT 또는 tls://HOST:PORT로 적어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be text, got {got}</source>
        <translation>텍스트여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be that of the whole, {unit}</source>
        <translation>전체의 단위와 같아야 합니다: {unit}</translation>
    </message>
    <message>
        <source>must be the shortest, then the longest, got {low} and {high}</source>
        <translation>가장 짧은 값, 가장 긴 값의 순서여야 합니다. 입력값: {low}, {high}</translation>
    </message>
    <message>
        <source>must be the values of each path, such as {example}</source>
        <translation>{example}처럼 경로마다 값을 주어야 합니다</translation>
    </message>
    <message>
        <source>must be true or false, got {got}</source>
        <translation>true 또는 false 값이어야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be two options or more, each another one</source>
        <translation>서로 다른 보기가 둘 이상이어야 합니다</translation>
    </message>
    <message>
        <source>must be {n} different names, none of them the target's</source>
        <translation>서로 다른 이름 {n}개여야 하고, 목푯값의 이름과 달라야 합니다</translation>
    </message>
    <message>
        <source>must be {range}, got {got}</source>
        <translation>허용 범위: {range}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must be {want}, got {got}</source>
        <translation>필요한 값: {want}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must change an experiment</source>
        <translation>실험을 하나 이상 바꿔야 합니다</translation>
    </message>
    <message>
        <source>must come after the one before, {before:g}, got {got}</source>
        <translation>앞의 값보다 커야 합니다: {before:g}. 입력값: {got}</translation>
    </message>
    <message>
        <source>must end in .pdf, got {got}</source>
        <translation>.pdf로 끝나야 하는데, {got}입니다</translation>
    </message>
    <message>
        <source>must have as many numbers as the first row</source>
        <translation>수의 개수가 첫 행과 같아야 합니다</translation>
    </message>
    <message>
        <source>must have at most {most} entries, got {got}</source>
        <translation>항목은 {most}개까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must have at most {most} letters, got {got}</source>
        <translation>글자는 {most}자까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>must have lo &lt; hi, got {lo} and {hi}</source>
        <translation>lo &lt; hi 조건이 필요합니다. 입력값: {lo}, {hi}</translation>
    </message>
    <message>
        <source>must have low &lt; high, got {low} and {high}</source>
        <translation>low &lt; high 조건이 필요합니다. 입력값: {low}, {high}</translation>
    </message>
    <message>
        <source>must have one [lo, hi] for each of the {n} parameters</source>
        <translation>매개변수 {n}개마다 [lo, hi] 하나씩 필요합니다</translation>
    </message>
    <message>
        <source>must have one feature, got {got}</source>
        <translation>특성이 하나여야 합니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>must have one number fewer than there are schedules, {want}, got {got}</source>
        <translation>수의 개수가 스케줄보다 하나 적어야 합니다: {want}. 입력된 개수: {got}</translation>
    </message>
    <message>
        <source>must have {want} numbers, got {got}</source>
        <translation>필요한 수의 개수: {want}. 입력된 개수: {got}</translation>
    </message>
    <message>
        <source>must hold at most {most} schedules, got {got}</source>
        <translation>안에 든 스케줄은 모두 {most}개까지입니다. 받은 값: {got}</translation>
    </message>
    <message>
        <source>name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>names no value that varies</source>
        <translation>바꿀 값이 없습니다</translation>
    </message>
    <message>
        <source>names nothing in the experiment</source>
        <translation>실험에 없는 값입니다</translation>
    </message>
    <message>
        <source>names nothing in the experiment; there are {known}</source>
        <translation>실험에 없는 값입니다. 있는 값: {known}</translation>
    </message>
    <message>
        <source>needs a value: {flag} {value}</source>
        <translation>값이 필요합니다: {flag} {value}</translation>
    </message>
    <message>
        <source>needs a value; one that begins with -- is joined by an equals sign: {flag}={value}</source>
        <translation>값이 필요합니다. --로 시작하는 값은 등호로 이어 씁니다: {flag}={value}</translation>
    </message>
    <message>
        <source>needs momentum above 0 and dampening 0</source>
        <translation>0보다 큰 모멘텀(momentum)과 0인 댐프닝(dampening)이 필요합니다</translation>
    </message>
    <message>
        <source>nested too deep: at most {most} levels are allowed</source>
        <translation>너무 깊이 중첩되었습니다. 최대 {most}단계</translation>
    </message>
    <message>
        <source>nested too deeply</source>
        <translation>너무 깊이 중첩되었습니다</translation>
    </message>
    <message>
        <source>nested too deeply: at most {most} conditions</source>
        <translation>너무 깊이 겹쳤습니다. 조건은 {most}겹까지입니다</translation>
    </message>
    <message>
        <source>no GPU answers</source>
        <translation>응답하는 GPU가 없습니다</translation>
    </message>
    <message>
        <source>no GPU: {why}; NumPy goes on</source>
        <translation>GPU 없음: {why}. NumPy로 계산합니다</translation>
    </message>
    <message>
        <source>no cell ends where the sharpness is finite</source>
        <translation>날카로움(sharpness)이 유한한 곳에서 끝난 칸이 없습니다</translation>
    </message>
    <message>
        <source>no cell has this value</source>
        <translation>이 값이 있는 칸이 없습니다</translation>
    </message>
    <message>
        <source>no cell reaches its loss</source>
        <translation>목표 손실에 이른 칸이 없습니다</translation>
    </message>
    <message>
        <source>no cell reaches the loss {target}</source>
        <translation>손실 {target}에 이른 칸이 없습니다</translation>
    </message>
    <message>
        <source>no font</source>
        <translation>글꼴 없음</translation>
    </message>
    <message>
        <source>no minimum of this problem is known</source>
        <translation>이 문제는 알려진 최소점이 없습니다</translation>
    </message>
    <message>
        <source>no parameter is left to be learned: write a name of your own, such as {name}</source>
        <translation>학습할 매개변수가 없습니다. 식에 이름을 하나 넣으세요(예: {name})</translation>
    </message>
    <message>
        <source>no result</source>
        <translation>결과 없음</translation>
    </message>
    <message>
        <source>no step has this id; {why}</source>
        <translation>이 id를 가진 단계가 없습니다. {why}</translation>
    </message>
    <message>
        <source>no verdict</source>
        <translation>판정 없음</translation>
    </message>
    <message>
        <source>noise floor</source>
        <translation>잡음 바닥</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음(none)</translation>
    </message>
    <message>
        <source>not JSON, from character {at} on</source>
        <translation>JSON이 아닙니다: {at}번째 글자부터</translation>
    </message>
    <message>
        <source>not arrived</source>
        <translation>도달 못 함</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>아직 계산 안 함</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>설치되지 않음</translation>
    </message>
    <message>
        <source>not needed: NumPy computes</source>
        <translation>필요 없습니다. NumPy로 계산합니다</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>시작 전</translation>
    </message>
    <message>
        <source>not tried without a display</source>
        <translation>디스플레이가 없어 확인하지 않음</translation>
    </message>
    <message>
        <source>not writable: {why}</source>
        <translation>쓸 수 없음: {why}</translation>
    </message>
    <message>
        <source>of a map of basins is start[{i}]=LOW:HIGH, evenly</source>
        <translation>도달 최소점에서는 시작점의 범위를 고른 간격의 start[{i}]=LOW:HIGH로 씁니다</translation>
    </message>
    <message>
        <source>off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>on</source>
        <translation>켬</translation>
    </message>
    <message>
        <source>one word too many: {word}</source>
        <translation>불필요한 인수: {word}</translation>
    </message>
    <message>
        <source>only one schedule of a product can replace the learning rate</source>
        <translation>곱에서 학습률을 대신할 수 있는 스케줄은 하나뿐입니다</translation>
    </message>
    <message>
        <source>only round brackets ( ) are allowed, found {got}</source>
        <translation>둥근 괄호 ( )만 쓸 수 있습니다. 입력값: {got}</translation>
    </message>
    <message>
        <source>original</source>
        <translation>원래(original)</translation>
    </message>
    <message>
        <source>oscillating</source>
        <translation>진동</translation>
    </message>
    <message>
        <source>overshooting</source>
        <translation>오버슈팅</translation>
    </message>
    <message>
        <source>part of the lesson</source>
        <translation>실습 단계</translation>
    </message>
    <message>
        <source>paths are computed some ten times as fast with it: pip install gdviz[fast]</source>
        <translation>설치하면 경로를 10배쯤 빠르게 계산합니다: pip install gdviz[fast]</translation>
    </message>
    <message>
        <source>plane of {x} and {y} at {held}, {where}</source>
        <translation>{held}의 {x}, {y} 평면, {where}</translation>
    </message>
    <message>
        <source>processes that compute have ended {n} times, perhaps for want of memory</source>
        <translation>계산하던 프로세스가 {n}번 끝나 버렸습니다. 메모리가 모자라서일 수 있습니다</translation>
    </message>
    <message>
        <source>projected</source>
        <translation>평면에 투영한 그림</translation>
    </message>
    <message>
        <source>projected, {share} % of the variance</source>
        <translation>투영, 경로 분산의 {share} %</translation>
    </message>
    <message>
        <source>python3 scripts/run.py names the system libraries that are missing, and installs them as root</source>
        <translation>python3 scripts/run.py 명령이 없는 시스템 라이브러리를 알려 주고, root 권한으로 설치합니다</translation>
    </message>
    <message>
        <source>rel</source>
        <translation>비율(rel)</translation>
    </message>
    <message>
        <source>required</source>
        <translation>필수</translation>
    </message>
    <message>
        <source>resources</source>
        <translation>리소스</translation>
    </message>
    <message>
        <source>rises again</source>
        <translation>다시 증가</translation>
    </message>
    <message>
        <source>rose by less than 0.01 %</source>
        <translation>0.01 % 미만 커졌습니다</translation>
    </message>
    <message>
        <source>rose by {share} %</source>
        <translation>{share} % 커졌습니다</translation>
    </message>
    <message>
        <source>rose by {size}</source>
        <translation>{size} 커졌습니다</translation>
    </message>
    <message>
        <source>rose to over {times} times as much</source>
        <translation>{times}배 넘게 커졌습니다</translation>
    </message>
    <message>
        <source>rose to {times} times as much</source>
        <translation>{times}배로 커졌습니다</translation>
    </message>
    <message>
        <source>row {row}</source>
        <translation>{row}번째 행</translation>
    </message>
    <message>
        <source>run</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>saddle</source>
        <translation>안장점</translation>
    </message>
    <message>
        <source>sample {n}, {column}: {what}</source>
        <translation>샘플 {n}, {column}: {what}</translation>
    </message>
    <message>
        <source>say what to list: {known}</source>
        <translation>나열할 대상을 지정하세요: {known}</translation>
    </message>
    <message>
        <source>say which experiment to draw: a file</source>
        <translation>어느 실험을 그릴지 파일을 알려 주세요</translation>
    </message>
    <message>
        <source>say which experiment to sweep: a file</source>
        <translation>어느 실험을 계산할지 파일을 적으세요</translation>
    </message>
    <message>
        <source>say which experiment, and which files or --all DIR</source>
        <translation>어느 실험인지, 어느 파일인지(또는 --all DIR) 지정하세요</translation>
    </message>
    <message>
        <source>say which lesson: {known}</source>
        <translation>어느 실습인지 알려 주세요: {known}</translation>
    </message>
    <message>
        <source>say which shell: {known}</source>
        <translation>어느 셸인지 지정하세요: {known}</translation>
    </message>
    <message>
        <source>schedule ends</source>
        <translation>스케줄 끝</translation>
    </message>
    <message>
        <source>seeds are counted in claims and values only: it takes too long here</source>
        <translation>시드는 claims와 values에서만 셀 수 있습니다. 여기서는 너무 오래 걸립니다</translation>
    </message>
    <message>
        <source>several words at once, such as tools, are compared by has, and nothing else is</source>
        <translation>tools처럼 여러 낱말이 함께 켜지는 값만 has로 비교합니다</translation>
    </message>
    <message>
        <source>share of the seeds that arrive</source>
        <translation>도달하는 시드의 비율</translation>
    </message>
    <message>
        <source>sharpness at the end</source>
        <translation>마지막 날카로움</translation>
    </message>
    <message>
        <source>sharpness {value}</source>
        <translation>날카로움 {value}</translation>
    </message>
    <message>
        <source>something is missing after {got}</source>
        <translation>뒤에 빠진 것이 있습니다: {got}</translation>
    </message>
    <message>
        <source>stands for the same value as {other}</source>
        <translation>{other}와(과) 같은 값을 가리킵니다</translation>
    </message>
    <message>
        <source>step must not be less than {least}, got {got}</source>
        <translation>스텝(step)은 {least}보다 작을 수 없는데 {got}입니다</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>steps to the loss at which it stops</source>
        <translation>멈추는 손실까지의 스텝</translation>
    </message>
    <message>
        <source>steps to the loss {target}</source>
        <translation>손실 {target}까지의 스텝</translation>
    </message>
    <message>
        <source>still descending</source>
        <translation>하강 중</translation>
    </message>
    <message>
        <source>strong_wolfe</source>
        <translation>강한 울프 조건(strong_wolfe)</translation>
    </message>
    <message>
        <source>summary</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>takes no value</source>
        <translation>값을 받지 않습니다</translation>
    </message>
    <message>
        <source>text follows a closing quote</source>
        <translation>닫는 따옴표 뒤에 글자가 있습니다</translation>
    </message>
    <message>
        <source>the GPU computes wrong numbers</source>
        <translation>GPU의 계산 결과가 틀립니다</translation>
    </message>
    <message>
        <source>the GPU does not start: {why}</source>
        <translation>GPU 시작 실패: {why}</translation>
    </message>
    <message>
        <source>the Hessian of {title} cannot be written as a program</source>
        <translation>{title}: 헤세 행렬을 프로그램으로 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>the best of the rates {low:.3g} .. {high:.3g} is {lr:.4g}, loss {loss:.4g}</source>
        <translation>학습률 {low:.3g} .. {high:.3g} 가운데 가장 좋은 값: {lr:.4g}, 손실 {loss:.4g}</translation>
    </message>
    <message>
        <source>the cells diverge from {ratio:.3g} times the stability limit {formula} on (the median of {n} values)</source>
        <translation>칸은 안정 한계 {formula}의 {ratio:.3g}배부터 발산합니다(값 {n}개의 중앙값)</translation>
    </message>
    <message>
        <source>the character {code} is not allowed in a formula</source>
        <translation>수식에 쓸 수 없는 문자: {code}</translation>
    </message>
    <message>
        <source>the character {got} ({code}) is not allowed, write {plain}</source>
        <translation>쓸 수 없는 문자: {got} ({code}). 대신 쓸 문자: {plain}</translation>
    </message>
    <message>
        <source>the character {got} is not allowed in a formula</source>
        <translation>수식에 쓸 수 없는 문자: {got}</translation>
    </message>
    <message>
        <source>the derivatives of this formula are too long: at most {most} operations are allowed</source>
        <translation>수식의 도함수가 너무 깁니다. 연산은 {most}개까지 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>the display {name} does not answer: correct DISPLAY, or use gdviz run, which needs none</source>
        <translation>디스플레이 응답 없음: {name}. DISPLAY 변수를 고치거나, 디스플레이가 필요 없는 gdviz run 명령을 쓰세요</translation>
    </message>
    <message>
        <source>the ends of a range must be closer to each other</source>
        <translation>범위의 양 끝이 서로 너무 멉니다</translation>
    </message>
    <message>
        <source>the experiment has no such value</source>
        <translation>실험에 이런 값이 없습니다</translation>
    </message>
    <message>
        <source>the exponent of a number must lie between -{most} and {most}</source>
        <translation>수의 지수 범위: -{most} ~ {most}</translation>
    </message>
    <message>
        <source>the fewest steps to a loss of {target} are {value}, at {where}</source>
        <translation>손실 {target}까지 가장 적은 스텝은 {value}입니다: {where}</translation>
    </message>
    <message>
        <source>the fewest steps, {value:.0f}, are at {x_name} {x:.4g}, {y_name} {y:.4g}</source>
        <translation>가장 적은 스텝은 {value:.0f}이고 {x_name} {x:.4g}, {y_name} {y:.4g}에서 나옵니다</translation>
    </message>
    <message>
        <source>the first step must name an experiment</source>
        <translation>첫 단계는 실험의 이름을 말해야 합니다</translation>
    </message>
    <message>
        <source>the formula has no variable; use x and y, or w</source>
        <translation>수식에 변수가 없습니다. x, y 또는 w를 쓰세요</translation>
    </message>
    <message>
        <source>the formula is empty</source>
        <translation>수식이 비어 있습니다</translation>
    </message>
    <message>
        <source>the formula is too long to differentiate twice: use fewer factors and levels</source>
        <translation>수식이 너무 길어 두 번 미분할 수 없습니다. 인수와 중첩을 줄이세요</translation>
    </message>
    <message>
        <source>the formula is too long: {got} characters, at most {most} are allowed</source>
        <translation>수식이 너무 깁니다. 글자 수 {got}, 최대 {most}</translation>
    </message>
    <message>
        <source>the full batch diverges: there is no minimum to leave</source>
        <translation>전체 배치가 발산하므로 벗어날 최소점이 없습니다</translation>
    </message>
    <message>
        <source>the lesson {name} has no variants</source>
        <translation>실습 {name}에는 변형이 없습니다</translation>
    </message>
    <message>
        <source>the line below the title is missing, which says what the lesson is about</source>
        <translation>제목 아래에 무엇을 배우는지 말하는 줄이 없습니다</translation>
    </message>
    <message>
        <source>the loss falls without end, no minimum</source>
        <translation>손실이 끝없이 줄어듦, 최소점 없음</translation>
    </message>
    <message>
        <source>the loss is not finite anywhere in the domain</source>
        <translation>손실이 영역 어디에서도 유한하지 않습니다</translation>
    </message>
    <message>
        <source>the loss is not finite anywhere near 0; give a domain</source>
        <translation>손실이 0 근처 어디에서도 유한하지 않습니다. 영역(domain)을 지정하세요</translation>
    </message>
    <message>
        <source>the lowest loss is {value}, at {where}</source>
        <translation>가장 낮은 손실은 {value}입니다: {where}</translation>
    </message>
    <message>
        <source>the lowest loss, {value:.4g}, is at {x_name} {x:.4g}, {y_name} {y:.4g}</source>
        <translation>가장 낮은 손실은 {value:.4g}이고 {x_name} {x:.4g}, {y_name} {y:.4g}에서 나옵니다</translation>
    </message>
    <message>
        <source>the lowest sharpness is {value}, at {where}</source>
        <translation>가장 작은 날카로움은 {value}입니다: {where}</translation>
    </message>
    <message>
        <source>the lowest sharpness, {value:.4g}, is at {x_name} {x:.4g}, {y_name} {y:.4g}</source>
        <translation>가장 작은 날카로움은 {value:.4g}이고 {x_name} {x:.4g}, {y_name} {y:.4g}에서 나옵니다</translation>
    </message>
    <message>
        <source>the numbers become too long here, as they are raised exactly: write them with fewer digits, or choose a smaller exponent</source>
        <translation>거듭제곱을 정확히 계산하면 이 부분의 수가 너무 길어집니다. 수의 자릿수를 줄이거나 더 작은 지수를 쓰세요</translation>
    </message>
    <message>
        <source>the output was not written: {why}</source>
        <translation>출력을 쓰지 못했습니다: {why}</translation>
    </message>
    <message>
        <source>the paths of seeds have no verdict: compare their loss</source>
        <translation>시드의 경로에는 판정이 없습니다. 손실을 비교하세요</translation>
    </message>
    <message>
        <source>the paths of seeds have {known} only</source>
        <translation>시드의 경로에는 {known}만 있습니다</translation>
    </message>
    <message>
        <source>the picture has no room for all that explains the map: choose a larger --size</source>
        <translation>지도를 설명하는 글이 그림에 다 들어가지 않습니다. --size를 더 크게 정하세요</translation>
    </message>
    <message>
        <source>the pictures are written, but they lack recorded runs: {names}</source>
        <translation>그림은 저장했지만 기록된 실행이 빠져 있습니다: {names}</translation>
    </message>
    <message>
        <source>the processes that compute have ended</source>
        <translation>계산하던 프로세스가 종료되었습니다</translation>
    </message>
    <message>
        <source>the rate stays over 0</source>
        <translation>학습률은 0보다 커야 합니다</translation>
    </message>
    <message>
        <source>the records do not say: {found}</source>
        <translation>기록으로는 알 수 없습니다: {found}</translation>
    </message>
    <message>
        <source>the records have no such number</source>
        <translation>기록에 이런 수가 없습니다</translation>
    </message>
    <message>
        <source>the run ends before the schedule</source>
        <translation>실행이 스케줄보다 먼저 끝남</translation>
    </message>
    <message>
        <source>the run ends here: no step is left to change</source>
        <translation>실행이 여기서 끝나 바꿀 스텝이 없습니다</translation>
    </message>
    <message>
        <source>the run {number} fails: {why}</source>
        <translation>실행 {number}번이 실패합니다: {why}</translation>
    </message>
    <message>
        <source>the samples do not determine all parameters: a valley of equally low points</source>
        <translation>샘플만으로는 매개변수가 모두 정해지지 않습니다. 똑같이 낮은 점들이 골짜기를 이룹니다</translation>
    </message>
    <message>
        <source>the schedule cycles the momentum by epochs: count it in steps, then steer</source>
        <translation>스케줄이 에포크마다 모멘텀을 바꾸고 있습니다. 스텝 단위로 바꾼 뒤에 조종하세요</translation>
    </message>
    <message>
        <source>the schedule's formula is negative at k = {k}</source>
        <translation>스케줄의 수식이 음수가 되는 곳: k = {k}</translation>
    </message>
    <message>
        <source>the schedule's formula is not finite at k = {k}</source>
        <translation>스케줄의 수식이 유한하지 않은 곳: k = {k}</translation>
    </message>
    <message>
        <source>the schedule's formula is nowhere above 0</source>
        <translation>스케줄의 수식이 어디에서도 0보다 크지 않습니다</translation>
    </message>
    <message>
        <source>the step {step} has no such text; {why}</source>
        <translation>단계 {step}에는 이런 글이 없습니다. {why}</translation>
    </message>
    <message>
        <source>the text {heading} of the step {step} is missing</source>
        <translation>단계 {step}에 글이 없습니다: {heading}</translation>
    </message>
    <message>
        <source>the texts are missing: {files}</source>
        <translation>글이 없습니다: {files}</translation>
    </message>
    <message>
        <source>the title is missing: a line that begins with #</source>
        <translation>제목이 없습니다. #으로 시작하는 줄이 제목입니다</translation>
    </message>
    <message>
        <source>the view in 3-D needs a display with OpenGL</source>
        <translation>3-D 보기에는 OpenGL을 쓸 수 있는 디스플레이가 필요합니다</translation>
    </message>
    <message>
        <source>there is no display: start gdviz on a desktop or over ssh -X, or use gdviz run, which needs none</source>
        <translation>디스플레이가 없습니다. 데스크톱에서 또는 ssh -X로 gdviz를 시작하거나, 디스플레이가 필요 없는 gdviz run 명령을 쓰세요</translation>
    </message>
    <message>
        <source>there is nothing between these brackets</source>
        <translation>괄호 안이 비어 있습니다</translation>
    </message>
    <message>
        <source>there must be at least two whole numbers between {low} and {high}</source>
        <translation>범위 안에 정수가 두 개 이상 있어야 합니다. 입력값: {low}~{high}</translation>
    </message>
    <message>
        <source>this bracket is not closed</source>
        <translation>괄호가 닫히지 않았습니다</translation>
    </message>
    <message>
        <source>this bracket was never opened</source>
        <translation>여는 괄호가 없습니다</translation>
    </message>
    <message>
        <source>this experiment has no {what}</source>
        <translation>이 실험에는 그릴 것이 없습니다: {what}</translation>
    </message>
    <message>
        <source>this exponent is too large</source>
        <translation>지수가 너무 큽니다</translation>
    </message>
    <message>
        <source>this exponent is too large: at most {most} is allowed</source>
        <translation>지수가 너무 큽니다. 최대 {most}</translation>
    </message>
    <message>
        <source>this formula has no derivative in real numbers</source>
        <translation>이 수식은 실수 범위에서 미분할 수 없습니다</translation>
    </message>
    <message>
        <source>this heading belongs to no step</source>
        <translation>이 제목은 어느 단계에도 속하지 않습니다</translation>
    </message>
    <message>
        <source>this number is too large: at most 1.7e308 is allowed</source>
        <translation>이 수는 너무 큽니다: 최대 1.7e308까지 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>this power is too large: at most degree {most} is allowed</source>
        <translation>거듭제곱이 너무 큽니다. 최대 {most}차까지 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>this problem has no samples to make batches of</source>
        <translation>이 문제에는 배치로 나눌 샘플이 없습니다</translation>
    </message>
    <message>
        <source>this run is a baseline and stays as it is: unpin it to edit it</source>
        <translation>이 실행은 기준선이라 그대로 둡니다. 편집하려면 고정을 푸세요</translation>
    </message>
    <message>
        <source>this text belongs to no heading</source>
        <translation>이 글은 어느 제목에도 속하지 않습니다</translation>
    </message>
    <message>
        <source>through the current point</source>
        <translation>현재 점을 지남</translation>
    </message>
    <message>
        <source>through the minimum</source>
        <translation>최소점을 지남</translation>
    </message>
    <message>
        <source>title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>too large for these samples: their powers overflow</source>
        <translation>이 샘플에는 너무 큽니다: 거듭제곱이 넘칩니다</translation>
    </message>
    <message>
        <source>too many: n times features may be {most} at most</source>
        <translation>너무 많습니다. n × 특성 수의 최댓값: {most}</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>너무 느림</translation>
    </message>
    <message>
        <source>torch.optim has no {name} for a vector; its rule is written out</source>
        <translation>torch.optim에는 벡터에 쓰는 {name} 옵티마이저가 없어서 규칙을 풀어 적었습니다</translation>
    </message>
    <message>
        <source>torch.optim.lr_scheduler.ChainedScheduler of schedules that multiply the rate before: constant, linear, polynomial, step, multistep, exponential, and cosine up to t_max with eta_min = 0</source>
        <translation>torch.optim.lr_scheduler.ChainedScheduler(이전 학습률에 배율을 곱하는 스케줄만: 일정, 선형, 다항식, 스텝, 여러 스텝(multistep), 지수, 그리고 eta_min = 0이고 t_max까지인 코사인)</translation>
    </message>
    <message>
        <source>triangular</source>
        <translation>삼각형(triangular)</translation>
    </message>
    <message>
        <source>triangular2</source>
        <translation>반으로(triangular2)</translation>
    </message>
    <message>
        <source>two parameters are called {name}</source>
        <translation>{name}: 매개변수 2개의 이름이 같습니다. 하나에는 다른 이름을 쓰세요</translation>
    </message>
    <message>
        <source>unbounded</source>
        <translation>끝없이 감소</translation>
    </message>
    <message>
        <source>unknown column {name}; known: {known}</source>
        <translation>알 수 없는 열: {name}. 쓸 수 있는 열: {known}</translation>
    </message>
    <message>
        <source>unknown column {name}; the file has one column only</source>
        <translation>알 수 없는 열 {name}: 파일에 열이 하나뿐입니다</translation>
    </message>
    <message>
        <source>unknown command {name}; did you mean {near}?</source>
        <translation>알 수 없는 명령: {name}. 비슷한 명령: {near}</translation>
    </message>
    <message>
        <source>unknown command {name}; known: {known}</source>
        <translation>알 수 없는 명령: {name}. 쓸 수 있는 명령: {known}</translation>
    </message>
    <message>
        <source>unknown function {got}</source>
        <translation>알 수 없는 함수: {got}</translation>
    </message>
    <message>
        <source>unknown key; did you mean {near}?</source>
        <translation>알 수 없는 키입니다. 비슷한 키: {near}</translation>
    </message>
    <message>
        <source>unknown key; known: {known}</source>
        <translation>알 수 없는 키입니다. 쓸 수 있는 키: {known}</translation>
    </message>
    <message>
        <source>unknown key; there are none here</source>
        <translation>알 수 없는 키입니다. 여기에는 키를 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>unknown name {got}</source>
        <translation>알 수 없는 이름: {got}</translation>
    </message>
    <message>
        <source>unknown option {flag}; --help lists those there are</source>
        <translation>알 수 없는 옵션: {flag}. 옵션 목록: --help</translation>
    </message>
    <message>
        <source>unknown option {flag}; did you mean {near}?</source>
        <translation>알 수 없는 옵션: {flag}. 비슷한 옵션: {near}</translation>
    </message>
    <message>
        <source>unknown: {got}; did you mean {near}?</source>
        <translation>알 수 없는 값: {got}. 비슷한 값: {near}</translation>
    </message>
    <message>
        <source>unknown: {got}; known: {known}</source>
        <translation>알 수 없는 값: {got}. 쓸 수 있는 값: {known}</translation>
    </message>
    <message>
        <source>usage</source>
        <translation>사용법</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>view.recorded must be a list of files, got {got}: no recorded run is shown</source>
        <translation>view.recorded: 파일 목록이어야 하는데 {got} 값이 있어 기록된 실행을 표시하지 않습니다</translation>
    </message>
    <message>
        <source>view.recorded[{i}] must be a path, or an object with path, got {got}</source>
        <translation>view.recorded[{i}]: 경로 또는 path가 있는 객체여야 하는데 {got} 값이 있습니다</translation>
    </message>
    <message>
        <source>waits for the playhead: set.state of this step must say where it begins</source>
        <translation>재생 위치를 기다립니다. 이 단계의 set.state가 시작 위치를 말해야 합니다</translation>
    </message>
    <message>
        <source>walking uphill</source>
        <translation>오르는 중</translation>
    </message>
    <message>
        <source>warm-up, k = {k}</source>
        <translation>웜업, k = {k}</translation>
    </message>
    <message>
        <source>what happened</source>
        <translation>실제 변화</translation>
    </message>
    <message>
        <source>what happened, in the batch</source>
        <translation>실제 변화, 이 배치</translation>
    </message>
    <message>
        <source>what happened, to the whole</source>
        <translation>실제 변화, 전체 데이터</translation>
    </message>
    <message>
        <source>where min or max have a tie, PyTorch's gradient is the mean of both sides</source>
        <translation>min이나 max의 값이 같은 곳에서 PyTorch의 그레이디언트는 양쪽의 평균입니다</translation>
    </message>
    <message>
        <source>write a sign between {left} and {right}, such as *</source>
        <translation>사이에 * 같은 연산 기호를 쓰세요: {left}, {right}</translation>
    </message>
    <message>
        <source>write abs(x) for an absolute value, | is not allowed</source>
        <translation>절댓값은 abs(x) 형태로 쓰세요. | 기호는 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>write only the right-hand side of the formula, without =</source>
        <translation>등호 없이 수식의 우변만 쓰세요</translation>
    </message>
    <message>
        <source>write the power of a function as {name}(x)**2</source>
        <translation>함수의 거듭제곱은 이렇게 쓰세요: {name}(x)**2</translation>
    </message>
    <message>
        <source>write {name}(x): a function needs brackets</source>
        <translation>함수에는 괄호가 필요합니다: {name}(x)</translation>
    </message>
    <message>
        <source>write {name}({arg}): a function needs brackets</source>
        <translation>함수에는 괄호가 필요합니다: {name}({arg})</translation>
    </message>
    <message>
        <source>y at x = 0.</source>
        <translation>x = 0에서의 y.</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>예/아니요</translation>
    </message>
    <message>
        <source>{address} has no workers yet: waiting for one</source>
        <translation>{address}에 아직 워커가 없어 기다리고 있습니다</translation>
    </message>
    <message>
        <source>{address}: no scheduler answers: {why}</source>
        <translation>{address}: 응답하는 스케줄러가 없습니다: {why}</translation>
    </message>
    <message>
        <source>{address}: the scheduler has stopped, or the connection to it is lost</source>
        <translation>{address}: 스케줄러가 멈추었거나 연결이 끊어졌습니다</translation>
    </message>
    <message>
        <source>{file} cannot be opened: {why}</source>
        <translation>{file} 파일을 열 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>{file} has no suffix; known: {known}</source>
        <translation>확장자가 없는 파일: {file}. 쓸 수 있는 확장자: {known}</translation>
    </message>
    <message>
        <source>{file} is missing: the other language is shown</source>
        <translation>{file} 파일이 없어 다른 언어로 보여 줍니다</translation>
    </message>
    <message>
        <source>{file} is not a file</source>
        <translation>파일이 아닙니다: {file}</translation>
    </message>
    <message>
        <source>{file}, line {line}, column {column}: {what}</source>
        <translation>{file}, {line}행, 열 {column}: {what}</translation>
    </message>
    <message>
        <source>{file}, line {line}: has {got} columns, the first line has {want}</source>
        <translation>{file}, {line}행: 열의 수 {got}, 첫 행의 열 수 {want}</translation>
    </message>
    <message>
        <source>{file}, line {line}: neither UTF-8 nor UTF-16 nor CP949 text; save it as UTF-8</source>
        <translation>{file}, {line}행: UTF-8, UTF-16, CP949 텍스트가 아닙니다. UTF-8로 저장하세요</translation>
    </message>
    <message>
        <source>{file}, line {line}: {what}</source>
        <translation>{file}, {line}행: {what}</translation>
    </message>
    <message>
        <source>{file}, the experiment in it</source>
        <translation>{file} 안의 실험</translation>
    </message>
    <message>
        <source>{file}: NetCDF needs more packages: pip install "gdviz[sweep]"</source>
        <translation>{file}: NetCDF에는 다른 패키지가 더 있어야 합니다: pip install "gdviz[sweep]"</translation>
    </message>
    <message>
        <source>{file}: a line is longer than {most} letters</source>
        <translation>{file}: {most}자보다 긴 줄이 있습니다</translation>
    </message>
    <message>
        <source>{file}: a run has more than {most} updates: too long for a lesson</source>
        <translation>{file}: 갱신이 {most}번을 넘는 실행이 있습니다. 실습으로는 너무 깁니다</translation>
    </message>
    <message>
        <source>{file}: another sweep is being written to it; if none is, remove {lock}</source>
        <translation>{file}: 다른 스윕이 이 파일에 쓰는 중입니다. 아니라면 다음 파일을 지우세요: {lock}</translation>
    </message>
    <message>
        <source>{file}: cannot be read: {why}</source>
        <translation>{file}: 읽을 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be written: it is a folder</source>
        <translation>{file}: 쓸 수 없습니다. 폴더입니다</translation>
    </message>
    <message>
        <source>{file}: cannot be written: the folder is closed to you</source>
        <translation>{file}: 쓸 수 없습니다. 폴더에 쓰기 권한이 없습니다</translation>
    </message>
    <message>
        <source>{file}: cannot be written: there is no folder {folder}</source>
        <translation>{file}: 쓸 수 없습니다. 없는 폴더: {folder}</translation>
    </message>
    <message>
        <source>{file}: cannot be written: {why}</source>
        <translation>{file}: 쓸 수 없습니다: {why}</translation>
    </message>
    <message>
        <source>{file}: carries no experiment of gdviz</source>
        <translation>{file}: gdviz의 실험이 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>{file}: contains zero bytes, so it is not a text file</source>
        <translation>{file}: 값이 0인 바이트가 있어 텍스트 파일이 아닙니다</translation>
    </message>
    <message>
        <source>{file}: has neither w nor lr nor loss</source>
        <translation>{file}: w, 학습률(lr), 손실(loss) 가운데 아무것도 없습니다</translation>
    </message>
    <message>
        <source>{file}: has no column step, and columns that are not known ({unread}): rename one of them to step, or leave them out; {known}</source>
        <translation>{file}: 스텝(step) 열이 없고 알 수 없는 열이 있습니다({unread}). 그중 하나의 이름을 step(스텝)으로 바꾸거나 빼세요. {known}</translation>
    </message>
    <message>
        <source>{file}: has no rows</source>
        <translation>{file}: 행이 없습니다</translation>
    </message>
    <message>
        <source>{file}: holds a number that is too long</source>
        <translation>{file}: 너무 긴 수가 있습니다</translation>
    </message>
    <message>
        <source>{file}: holds too many arrays</source>
        <translation>{file}: 배열이 너무 많습니다</translation>
    </message>
    <message>
        <source>{file}: holds {n} runs: leave one in it</source>
        <translation>{file}: 실행이 {n}개 들어 있습니다. 하나만 남겨 주세요</translation>
    </message>
    <message>
        <source>{file}: is a file that the experiment reads, which stays as it is</source>
        <translation>{file}: 이 실험이 읽는 파일이라 바꾸지 않습니다</translation>
    </message>
    <message>
        <source>{file}: is damaged or cut off</source>
        <translation>{file}: 손상되었거나 잘린 파일입니다</translation>
    </message>
    <message>
        <source>{file}: is not an archive of numeric arrays, or is damaged</source>
        <translation>{file}: 수 배열을 담은 압축 파일이 아니거나 손상되었습니다</translation>
    </message>
    <message>
        <source>{file}: is the experiment itself, which stays as it is</source>
        <translation>{file}: 실험 파일 자체이므로 그대로 둡니다</translation>
    </message>
    <message>
        <source>{file}: its columns are not equally long</source>
        <translation>{file}: 열의 길이가 서로 다릅니다</translation>
    </message>
    <message>
        <source>{file}: lies outside the folder of the experiment and was not read</source>
        <translation>{file}: 실험의 폴더 밖에 있어 읽지 않았습니다</translation>
    </message>
    <message>
        <source>{file}: line {line} is not a JSON object</source>
        <translation>{file}: {line}번째 줄: JSON 객체가 아닙니다</translation>
    </message>
    <message>
        <source>{file}: line {line}: {why}</source>
        <translation>{file}: {line}번째 줄: {why}</translation>
    </message>
    <message>
        <source>{file}: names files outside its folder, and they were not read: {files}; {how} allows it</source>
        <translation>{file}: 자기 폴더 밖에 있는 파일을 가리키므로 읽지 않았습니다: {files}. 읽으려면 {how}</translation>
    </message>
    <message>
        <source>{file}: nested too deeply</source>
        <translation>{file}: 너무 깊이 중첩되었습니다</translation>
    </message>
    <message>
        <source>{file}: no rows, only line {line} with the names</source>
        <translation>{file}: 데이터 행이 없고 이름이 있는 {line}행뿐입니다</translation>
    </message>
    <message>
        <source>{file}: not JSON: line {line}, column {column}</source>
        <translation>{file}: JSON 형식이 아닙니다: {line}행 {column}열</translation>
    </message>
    <message>
        <source>{file}: not UTF-8 text (byte {at})</source>
        <translation>{file}: UTF-8 텍스트가 아닙니다(바이트 {at})</translation>
    </message>
    <message>
        <source>{file}: only one row, on line {line}; at least two are needed</source>
        <translation>{file}: 행이 하나뿐입니다({line}행). 둘 이상 필요합니다</translation>
    </message>
    <message>
        <source>{file}: step, lr and loss are one number a row, w a list</source>
        <translation>{file}: 스텝(step), 학습률(lr), 손실(loss)은 행마다 수 하나, w는 목록이어야 합니다</translation>
    </message>
    <message>
        <source>{file}: the columns {found} leave parameters out: they are w1, w2, .. without a gap</source>
        <translation>{file}: 빠진 매개변수가 있습니다({found}). w1, w2, .. 순서대로 빠짐없이 있어야 합니다</translation>
    </message>
    <message>
        <source>{file}: the file is empty</source>
        <translation>{file}: 파일이 비어 있습니다</translation>
    </message>
    <message>
        <source>{file}: too large (over 128 MiB)</source>
        <translation>{file}: 너무 큽니다(128 MiB 초과)</translation>
    </message>
    <message>
        <source>{file}: too large for a recording (over 64 MiB)</source>
        <translation>{file}: 기록 파일이 너무 큽니다(64 MiB 초과)</translation>
    </message>
    <message>
        <source>{file}: too large for an experiment (over 16 MiB)</source>
        <translation>{file}: 실험 파일로는 너무 큽니다(16 MiB 초과)</translation>
    </message>
    <message>
        <source>{file}: too many cells (over {most})</source>
        <translation>{file}: 칸이 너무 많습니다({most}개 초과)</translation>
    </message>
    <message>
        <source>{file}: too many lines (over {most})</source>
        <translation>{file}: 줄이 너무 많습니다({most}줄 초과)</translation>
    </message>
    <message>
        <source>{file}: too many values for an experiment (over 500000)</source>
        <translation>{file}: 실험 파일로는 값이 너무 많습니다(500000개 초과)</translation>
    </message>
    <message>
        <source>{file}: view.title needs a text in each language, view.labels one for each run</source>
        <translation>{file}: view.title에는 언어마다 글이, view.labels에는 실행마다 글이 있어야 합니다</translation>
    </message>
    <message>
        <source>{file}: was not read: the recorded runs of an experiment hold at most {most} numbers together</source>
        <translation>{file}: 읽지 않았습니다. 한 실험의 기록은 모두 합쳐 숫자 {most}개까지입니다</translation>
    </message>
    <message>
        <source>{folder} keeps pieces of another sweep, or of this one before the experiment or gdviz was changed: remove it, or write to another file</source>
        <translation>{folder}: 다른 스윕의 조각이나, 실험 또는 gdviz가 바뀌기 전의 조각이 들어 있습니다. 이 폴더를 지우거나 다른 파일에 쓰세요</translation>
    </message>
    <message>
        <source>{folder}: has no file {file}</source>
        <translation>{folder}: {file} 파일이 없습니다</translation>
    </message>
    <message>
        <source>{folder}: too large for a lesson (over 1 MiB)</source>
        <translation>{folder}: 실습으로는 너무 큽니다(1 MiB 초과)</translation>
    </message>
    <message>
        <source>{got} can be read as {first} or as {second}: write one of them</source>
        <translation>두 가지로 읽힙니다: {got} → {first} 또는 {second}. 하나로 정해 쓰세요</translation>
    </message>
    <message>
        <source>{got} cannot stand here</source>
        <translation>여기에 올 수 없습니다: {got}</translation>
    </message>
    <message>
        <source>{got} has no finite real value</source>
        <translation>유한한 실숫값이 없습니다: {got}</translation>
    </message>
    <message>
        <source>{got} is already a function or a constant; choose another name</source>
        <translation>이미 함수나 상수의 이름입니다: {got}. 다른 이름을 쓰세요</translation>
    </message>
    <message>
        <source>{got} is given twice</source>
        <translation>두 번 들어 있습니다: {got}</translation>
    </message>
    <message>
        <source>{got} is not a number; write 0.01 or 1e-2.</source>
        <translation>수가 아닙니다: {got}. 예: 0.01, 1e-2</translation>
    </message>
    <message>
        <source>{got} is too large a number.</source>
        <translation>너무 큰 수입니다: {got}</translation>
    </message>
    <message>
        <source>{got} is too small a number: write 0, or at least 5e-324</source>
        <translation>{got}: 너무 작은 수입니다. 0을 쓰거나 5e-324 이상으로 쓰세요</translation>
    </message>
    <message>
        <source>{got} makes no sense here</source>
        <translation>{got}: 여기에 쓸 수 없는 값입니다</translation>
    </message>
    <message>
        <source>{key} is given twice</source>
        <translation>두 번 나온 키: {key}</translation>
    </message>
    <message>
        <source>{kind} has no such parameter; it has {known}</source>
        <translation>없는 매개변수입니다. {kind}: {known}</translation>
    </message>
    <message>
        <source>{label} failed: {why}</source>
        <translation>{label}: 실행 실패: {why}</translation>
    </message>
    <message>
        <source>{label}: the start is outside the domain</source>
        <translation>{label}: 시작점이 영역 밖에 있습니다</translation>
    </message>
    <message>
        <source>{name} does not lie in the folder of the lesson</source>
        <translation>{name}: 실습의 폴더 안에 있지 않습니다</translation>
    </message>
    <message>
        <source>{name} does not occur in the prediction</source>
        <translation>예측에 {name} 항목이 없습니다</translation>
    </message>
    <message>
        <source>{name} is a figure, which asks nothing; guided lessons do: {known}</source>
        <translation>{name}: 질문이 없는 그림입니다. 질문이 있는 실습: {known}</translation>
    </message>
    <message>
        <source>{name} is a figure, which claims nothing; guided lessons are checked: {known}</source>
        <translation>{name}: 강의의 그림이라 확인할 주장이 없습니다. 확인할 수 있는 단계별 실습: {known}</translation>
    </message>
    <message>
        <source>{name} is no number of JSON</source>
        <translation>JSON의 수가 아닙니다: {name}</translation>
    </message>
    <message>
        <source>{name} is not one of the values of the lesson</source>
        <translation>{name}: 실습의 values에 없습니다</translation>
    </message>
    <message>
        <source>{name} is the name of another text of the step</source>
        <translation>{name}: 이 단계의 다른 글이 쓰는 이름입니다</translation>
    </message>
    <message>
        <source>{name} is what is predicted: it cannot be a parameter too</source>
        <translation>{name}: 목푯값의 이름입니다. 매개변수에는 다른 이름을 쓰세요</translation>
    </message>
    <message>
        <source>{name} must be a number, got {got}</source>
        <translation>{name}: 수여야 합니다. 입력: {got}</translation>
    </message>
    <message>
        <source>{name} needs something in its brackets</source>
        <translation>괄호 안이 비어 있는 함수: {name}</translation>
    </message>
    <message>
        <source>{name} of an angle as large as this cannot be worked out</source>
        <translation>이렇게 큰 각의 삼각함수 값은 계산할 수 없습니다: {name}</translation>
    </message>
    <message>
        <source>{name} takes one argument</source>
        <translation>인수를 하나만 받는 함수: {name}</translation>
    </message>
    <message>
        <source>{name} takes two or more arguments</source>
        <translation>인수를 둘 이상 받는 함수: {name}</translation>
    </message>
    <message>
        <source>{name}: {holding} of {claims} claims hold</source>
        <translation>{name}: 주장 {claims}개 가운데 {holding}개가 참입니다</translation>
    </message>
    <message>
        <source>{number} is neither in the experiment, until, ask nor given of this step: a result is written as the name of a value in braces</source>
        <translation>{number}: 이 단계의 실험, until, ask, given에 없는 수입니다. 결과는 값의 이름을 중괄호에 넣어 씁니다</translation>
    </message>
    <message>
        <source>{n} cells could not be computed; the first: {why}</source>
        <translation>{n}개의 칸을 계산하지 못했습니다. 첫째 까닭: {why}</translation>
    </message>
    <message>
        <source>{n} cells were lost with their workers; the same command tries these again</source>
        <translation>칸 {n}개를 워커와 함께 잃었습니다. 같은 명령을 다시 실행하면 이 칸들을 다시 계산합니다</translation>
    </message>
    <message>
        <source>{n} cells: {axes}</source>
        <translation>칸 {n}개: {axes}</translation>
    </message>
    <message>
        <source>{n} columns are called {name}</source>
        <translation>이름이 같은 열 {n}개: {name}</translation>
    </message>
    <message>
        <source>{n} epochs</source>
        <translation>{n}에포크</translation>
    </message>
    <message>
        <source>{n} maps are removed</source>
        <translation>지도 {n}개를 지웠습니다</translation>
    </message>
    <message>
        <source>{n} minima</source>
        <translation>최소점 {n}개</translation>
    </message>
    <message>
        <source>{n} minima, {lowest} of them global</source>
        <translation>최소점 {n}개 중 전역 최소점 {lowest}개</translation>
    </message>
    <message>
        <source>{n} numbers do not fit between {low} and {high}</source>
        <translation>{low}~{high}에는 서로 다른 수 {n}개가 들어가지 않습니다</translation>
    </message>
    <message>
        <source>{n} of {m} cells are kept from before</source>
        <translation>칸 {m}개 가운데 {n}개는 앞서 계산한 것입니다</translation>
    </message>
    <message>
        <source>{n} seeds of so long a run take too much memory</source>
        <translation>이렇게 긴 실행의 시드 {n}개에는 메모리가 너무 많이 듭니다</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n}스텝</translation>
    </message>
    <message>
        <source>{n} steps to the loss {target}</source>
        <translation>손실 {target}까지 {n}스텝</translation>
    </message>
    <message>
        <source>{path} is given twice</source>
        <translation>두 번 적은 값이 있습니다: {path}</translation>
    </message>
    <message>
        <source>{place}: does not hold: {found}</source>
        <translation>{place}: 참이 아닙니다: {found}</translation>
    </message>
    <message>
        <source>{rates} rates over {steps} steps are more than {most} losses: choose fewer rates or steps</source>
        <translation>학습률 {rates}개와 {steps}스텝의 손실은 {most}개를 넘습니다. 학습률이나 스텝을 줄이세요</translation>
    </message>
    <message>
        <source>{schedule}, k = {k}</source>
        <translation>{schedule}, k = {k}</translation>
    </message>
    <message>
        <source>{share:.1f} % arrive at ({w}), loss {loss:.4g}</source>
        <translation>{share:.1f} %가 ({w})에 도달, 손실 {loss:.4g}</translation>
    </message>
    <message>
        <source>{share:.1f} % arrive in a valley of no single minimum</source>
        <translation>{share:.1f} %가 최소점이 하나로 정해지지 않는 골짜기에 도달</translation>
    </message>
    <message>
        <source>{share:.1f} % diverge</source>
        <translation>{share:.1f} %가 발산</translation>
    </message>
    <message>
        <source>{share:.1f} % end elsewhere</source>
        <translation>{share:.1f} %가 다른 곳에서 끝남</translation>
    </message>
    <message>
        <source>{share:.1f} % of the cells diverge or have no loss</source>
        <translation>칸의 {share:.1f} %는 발산하거나 손실이 없습니다</translation>
    </message>
    <message>
        <source>{share:.1f} % of the cells do not reach the loss</source>
        <translation>칸의 {share:.1f} %는 그 손실에 이르지 못합니다</translation>
    </message>
    <message>
        <source>{share:.1f} % of the cells have no value</source>
        <translation>칸의 {share:.1f} %는 값이 없습니다</translation>
    </message>
    <message>
        <source>{share:.1f} % of the cells: {kind}</source>
        <translation>칸의 {share:.1f} %: {kind}</translation>
    </message>
    <message>
        <source>{share:.1f} % reach it</source>
        <translation>도달 {share:.1f} %</translation>
    </message>
    <message>
        <source>{steps} more steps</source>
        <translation>{steps}스텝</translation>
    </message>
    <message>
        <source>{title} cannot be written as a program</source>
        <translation>{title}: 프로그램으로 쓸 수 없는 문제입니다</translation>
    </message>
    <message>
        <source>{told}; {symbol} = {loss}, in the plane {below}</source>
        <translation>{told}; {symbol} = {loss}, 평면에서 {below}</translation>
    </message>
    <message>
        <source>{told}; {symbol} = {loss}, the point lies in the plane</source>
        <translation>{told}; {symbol} = {loss}, 점이 평면 위에 있음</translation>
    </message>
    <message>
        <source>{value} at least</source>
        <translation>최소 {value}</translation>
    </message>
    <message>
        <source>{value} at most</source>
        <translation>최대 {value}</translation>
    </message>
    <message>
        <source>{verdict} Already 99 % of the way is done.</source>
        <translation>{verdict} 이미 전체의 99 %를 내려왔습니다.</translation>
    </message>
    <message>
        <source>{verdict} It needs about {more} at this rate for 99 % of the way.</source>
        <translation>{verdict} 이 학습률로 전체의 99 %를 내려가려면 약 {more} 더 필요합니다.</translation>
    </message>
    <message>
        <source>{verdict} Its stability limit has come down to the learning rate.</source>
        <translation>{verdict} 안정 한계가 학습률까지 내려왔습니다.</translation>
    </message>
    <message>
        <source>{verdict} Its steps swung from side to side.</source>
        <translation>{verdict} 스텝이 골짜기 양쪽을 오갔습니다.</translation>
    </message>
    <message>
        <source>{verdict} The minimum {better} is {away} away, its loss {gap} lower.</source>
        <translation>{verdict} 최소점 {better}까지의 거리는 {away}이고, 그곳의 손실이 {gap}만큼 더 낮습니다.</translation>
    </message>
    <message>
        <source>{verdict} This minimum is a local one: a better minimum, {better}, is {away} away, its loss {gap} lower.</source>
        <translation>{verdict} 이곳의 최소점은 지역 최소점입니다. 더 낮은 최소점 {better}까지의 거리는 {away}이고, 그곳의 손실이 {gap}만큼 더 낮습니다.</translation>
    </message>
    <message>
        <source>{verdict} This minimum is a local one: the global minimum, {better}, is {away} away, its loss {gap} lower.</source>
        <translation>{verdict} 이곳의 최소점은 지역 최소점입니다. 전역 최소점 {better}까지의 거리는 {away}이고, 그곳의 손실이 {gap}만큼 더 낮습니다.</translation>
    </message>
    <message>
        <source>{what} (character {place})</source>
        <translation>{what} ({place}번째 글자)</translation>
    </message>
    <message>
        <source>{what}; did you mean {near}?</source>
        <translation>{what}. 비슷한 이름: {near}</translation>
    </message>
    <message>
        <source>{what}; known: {known}</source>
        <translation>{what}. 쓸 수 있는 이름: {known}</translation>
    </message>
    <message>
        <source>{where} has gdviz {theirs}, this computer {ours}: install the same version there</source>
        <translation>{where}의 gdviz는 {theirs}, 이곳은 {ours}입니다. 그곳에 같은 버전을 설치하세요</translation>
    </message>
    <message>
        <source>{where} has no gdviz: install gdviz {ours} there</source>
        <translation>{where}에 gdviz가 없습니다. 그곳에 gdviz {ours} 버전을 설치하세요</translation>
    </message>
    <message>
        <source>{why}: {n} of {m} cells are kept, and the same command goes on from there</source>
        <translation>{why}: 칸 {m}개 가운데 {n}개는 남아 있고, 같은 명령을 다시 실행하면 이어서 계산합니다</translation>
    </message>
    <message>
        <source>{why}: {n} of {m} cells were computed, and are lost without --export</source>
        <translation>{why}: 칸 {m}개 가운데 {n}개를 계산했지만, --export가 없어 남지 않습니다</translation>
    </message>
</context>
</TS>
